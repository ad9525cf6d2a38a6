package io.causalgrid.grid.service.substation;

import org.jspecify.annotations.Nullable;

/**
 * Which sessions are asked for.
 *
 * @param state only those in it, or null for all
 * @param after only those with a greater id; empty for all
 * @param limit at most so many
 */
public record SessionPage(@Nullable String state, String after, int limit) {}
