package io.causalgrid.grid.core.allocation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** After everyone's floor, each gets all it can use in the order of arrival, until nothing is left. */
public final class FirstCome implements AllocationPolicy {
    private static final Comparator<Demand> BY_ARRIVAL =
            Comparator.comparing(Demand::arrival).thenComparing(Demand::sessionId);

    @Override
    public List<Grant> divide(double limitWatts, List<Demand> demands) {
        double left =
                limitWatts - demands.stream().mapToDouble(Demand::floorWatts).sum();
        Map<String, Grant> grants = HashMap.newHashMap(demands.size());
        for (Demand demand : demands.stream().sorted(BY_ARRIVAL).toList()) {
            double extra = Math.clamp(left, 0, demand.ceilingWatts() - demand.floorWatts());
            left -= extra;
            double power = demand.floorWatts() + extra;
            grants.put(demand.sessionId(), new Grant(demand, power, reason(demand, power)));
        }
        return demands.stream()
                .map(demand -> grants.getOrDefault(demand.sessionId(), new Grant(demand, 0, Reason.ARRIVAL_ORDER)))
                .toList();
    }

    private static Reason reason(Demand demand, double powerWatts) {
        if (powerWatts >= demand.ceilingWatts()) {
            return Reason.FULL_POWER;
        }
        return powerWatts > demand.floorWatts() ? Reason.ARRIVAL_ORDER : Reason.MINIMUM_CURRENT;
    }
}
