package io.causalgrid.grid.service.config;

import jakarta.inject.Singleton;

/** Which roles this process plays. */
@Singleton
public class Roles {
    private final GridConfig config;

    Roles(GridConfig config) {
        this.config = config;
    }

    public boolean has(Role role) {
        return config.roles().contains(role);
    }
}
