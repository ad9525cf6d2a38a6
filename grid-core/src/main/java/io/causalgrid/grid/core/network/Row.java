package io.causalgrid.grid.core.network;

import java.util.Map;

/**
 * A limit and what counts in it, as it goes into a network.
 *
 * @param shares how one ampere of a connector counts, by the connector's id
 */
public record Row(Limit limit, Map<String, Phasor> shares) {
    public Row {
        shares = Map.copyOf(shares);
    }
}
