package io.causalgrid.grid.core.network;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A limit and what counts in it, as it goes into a network.
 *
 * @param shares how one ampere of a connector counts, by the connector's id; those that do not count are
 *     left out
 */
public record Row(Limit limit, Map<String, Phasor> shares) {
    public Row {
        shares = shares.entrySet().stream()
                .filter(entry -> entry.getValue().magnitude() > 0)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
