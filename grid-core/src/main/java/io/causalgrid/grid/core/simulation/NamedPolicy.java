package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;

/** A policy and what it is called in reports. */
public record NamedPolicy(String name, AllocationPolicy policy) {}
