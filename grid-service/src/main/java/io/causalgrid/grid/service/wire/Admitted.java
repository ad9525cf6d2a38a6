package io.causalgrid.grid.service.wire;

/** A substation's answer to a balancer: what the client is told, and what the balancer needs for its view. */
public record Admitted(String sessionId, int currentLoad, String instance, long version, long commitmentWatts) {}
