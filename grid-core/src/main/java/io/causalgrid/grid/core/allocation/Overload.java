package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limit;

/**
 * A limit that is exceeded by what cannot be lowered now: fallbacks, charge points that do not answer, vehicles that draw
 * more than they were told.
 *
 * @param position of the limit in its network
 * @param bound what may be used, in the limit's unit
 * @param load what is used by what cannot be lowered
 */
public record Overload(int position, Limit limit, double bound, double load) {}
