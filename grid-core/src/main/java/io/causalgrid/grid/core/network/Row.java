package io.causalgrid.grid.core.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A limit and what counts in it, as it goes into a network.
 *
 * @param shares how one ampere of a connector counts, by the connector's id; those that do not count are
 *     left out
 * @param parts of a share that a vehicle may draw without the others, as one that uses fewer phases than there are; only
 *     where there are several
 */
public record Row(Limit limit, Map<String, Phasor> shares, Map<String, List<Phasor>> parts) {
    public Row {
        shares = shares.entrySet().stream()
                .filter(entry -> entry.getValue().magnitude() > 0)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        parts = Map.copyOf(parts);
    }

    /** One whose shares are drawn whole. */
    public Row(Limit limit, Map<String, Phasor> shares) {
        this(limit, shares, Map.of());
    }

    /** One of shares in parts; their sums are what counts. */
    static Row ofParts(Limit limit, Map<String, List<Phasor>> parts) {
        Map<String, Phasor> shares = new HashMap<>();
        Map<String, List<Phasor>> several = new HashMap<>();
        parts.forEach((id, all) -> {
            List<Phasor> counting =
                    all.stream().filter(part -> part.magnitude() > 0).toList();
            shares.put(id, counting.stream().reduce(Phasor.ZERO, Phasor::plus));
            if (counting.size() > 1) {
                several.put(id, counting);
            }
        });
        return new Row(limit, shares, several);
    }

    /** The same row with another bound. */
    Row with(LimitProfile profile) {
        return new Row(new Limit(limit.id(), limit.unit(), profile), shares, parts);
    }

    /** What a vehicle may draw of a connector's share by itself. */
    List<Phasor> partsOf(String id) {
        return parts.getOrDefault(id, List.of(shares.getOrDefault(id, Phasor.ZERO)));
    }
}
