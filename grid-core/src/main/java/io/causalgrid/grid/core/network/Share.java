package io.causalgrid.grid.core.network;

/**
 * How one ampere of a connector counts in a limit.
 *
 * @param limit position of the limit in {@link Network#limits()}
 */
public record Share(int limit, double re, double im) {}
