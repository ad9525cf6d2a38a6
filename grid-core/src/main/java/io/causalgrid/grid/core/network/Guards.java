package io.causalgrid.grid.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the guards of a row. What a row's connectors can draw at most between nothing and their grants spans a zonotope;
 * its farthest point is a corner, and each corner is the sum of the shares in some half-plane. So a bound on the sums over
 * all half-planes bounds every mixture. Shares have few distinct angles, hence there are few half-planes to look at.
 */
final class Guards {
    /** Cosine above which two angles count as the same, or below which in magnitude as a right one. */
    private static final double ANGLE_PRECISION = 1e-9;

    private final Row row;
    private final List<Phasor> directions = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /** What may be drawn by itself, and the number of its direction. */
    private record Part(String id, Phasor share, int direction) {}

    private Guards(Row row) {
        this.row = row;
        new TreeMap<>(row.shares()).forEach((id, _) -> {
            for (Phasor part : row.partsOf(id)) {
                parts.add(new Part(id, part, direction(part.times(1 / part.magnitude()))));
            }
        });
    }

    static List<Row> of(Row row) {
        if (row.shares().values().stream().allMatch(share -> share.im() == 0 && share.re() >= 0)) {
            return List.of();
        }
        return new Guards(row).rows();
    }

    private int direction(Phasor unit) {
        for (int known = 0; known < directions.size(); known++) {
            if (directions.get(known).dot(unit) > 1 - ANGLE_PRECISION) {
                return known;
            }
        }
        if (directions.size() == Long.SIZE - 1) {
            throw new InvalidNetworkException("limit " + row.limit().id() + " has currents of too many angles");
        }
        directions.add(unit);
        return directions.size() - 1;
    }

    private List<Row> rows() {
        var subsets = new TreeSet<Long>();
        for (Phasor direction : directions) {
            var quarterTurn = new Phasor(-direction.im(), direction.re());
            // Just beside the normal of each direction, on both sides and for both normals.
            for (double sign : new double[] {1, -1}) {
                for (double nudge : new double[] {1e-6, -1e-6}) {
                    subsets.add(inHalfPlane(quarterTurn.times(sign).plus(direction.times(nudge))));
                }
            }
        }
        long all = (1L << directions.size()) - 1;
        subsets.add(all);
        return subsets.stream()
                .filter(subset -> subset != all && subset != 0)
                .filter(subset -> subsets.stream().noneMatch(other -> covers(other, subset)))
                .map(this::guard)
                .toList();
    }

    private long inHalfPlane(Phasor normal) {
        long subset = 0;
        for (int i = 0; i < directions.size(); i++) {
            if (directions.get(i).dot(normal) > 0) {
                subset |= 1L << i;
            }
        }
        return subset;
    }

    /** Whether the sum over {@code larger} is at least that over {@code smaller}, whatever the currents. */
    private boolean covers(long larger, long smaller) {
        if (larger == smaller || (larger & smaller) != smaller) {
            return false;
        }
        for (int i = 0; i < directions.size(); i++) {
            for (int j = 0; j < directions.size(); j++) {
                boolean isAddedToOther = (larger & ~smaller & 1L << i) != 0 && (smaller & 1L << j) != 0;
                if (isAddedToOther && directions.get(i).dot(directions.get(j)) < -ANGLE_PRECISION) {
                    return false;
                }
            }
        }
        return true;
    }

    private Row guard(long subset) {
        Map<String, Phasor> shares = new LinkedHashMap<>();
        for (Part part : parts) {
            if ((subset & 1L << part.direction()) != 0) {
                shares.merge(part.id(), part.share(), Phasor::plus);
            }
        }
        Limit limit = row.limit();
        return new Row(new Limit(limit.id(), limit.unit(), limit.profile(), true), shares);
    }
}
