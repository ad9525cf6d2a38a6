package io.causalgrid.grid.core.allocation;

import java.util.Arrays;
import java.util.List;

/**
 * Max-min fair division by water-filling: everyone stands in the same water, whose level rises until the limit is used
 * up or everyone is full. A demand whose floor is above the level gets its floor. The result is the one in which nobody
 * can get more without taking from somebody who has no more than it (Bertsekas and Gallager, Data Networks, 6.5.2).
 *
 * <p>The amount used is a piecewise linear function of the level, with a bend at each floor and each ceiling. Walking up
 * the sorted bends finds the level exactly, in O(n log n).
 */
public final class EqualShare implements AllocationPolicy {
    @Override
    public List<Grant> divide(double limitWatts, List<Demand> demands) {
        double level = level(limitWatts, demands);
        return demands.stream().map(demand -> grant(demand, level)).toList();
    }

    private static Grant grant(Demand demand, double level) {
        if (level >= demand.ceilingWatts()) {
            return new Grant(demand, demand.ceilingWatts(), Reason.FULL_POWER);
        }
        return level > demand.floorWatts()
                ? new Grant(demand, level, Reason.EQUAL_SHARE)
                : new Grant(demand, demand.floorWatts(), Reason.MINIMUM_CURRENT);
    }

    private static double level(double limitWatts, List<Demand> demands) {
        double[] floors = sorted(demands, true);
        double[] ceilings = sorted(demands, false);
        double used = Arrays.stream(floors).sum();
        double level = 0;
        int rising = 0;
        int nextFloor = 0;
        int nextCeiling = 0;
        while (nextCeiling < ceilings.length) {
            double bend = nextFloor < floors.length
                    ? Math.min(floors[nextFloor], ceilings[nextCeiling])
                    : ceilings[nextCeiling];
            double usedAtBend = used + rising * (bend - level);
            if (usedAtBend >= limitWatts && rising > 0) {
                return level + Math.max(0, limitWatts - used) / rising;
            }
            used = usedAtBend;
            level = bend;
            if (nextFloor < floors.length && floors[nextFloor] <= bend) {
                nextFloor++;
                rising++;
            } else {
                nextCeiling++;
                rising--;
            }
        }
        return level;
    }

    private static double[] sorted(List<Demand> demands, boolean floors) {
        return demands.stream()
                .mapToDouble(demand -> floors ? demand.floorWatts() : demand.ceilingWatts())
                .sorted()
                .toArray();
    }
}
