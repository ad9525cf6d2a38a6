package io.causalgrid.grid.service.config;

/** What a process does; one process may do all. From the outermost, which clients see first, inwards. */
public enum Role {
    GATEWAY,
    BALANCER,
    SUBSTATION
}
