package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Network;
import java.util.ArrayList;
import java.util.List;

/** After everyone's floor, each gets all it can use in a given order, as far as the limits above it still leave it. */
final class Greedy {
    /** Far below what a charge point distinguishes. */
    private static final double NOTHING_AMPS = 1e-9;

    private Greedy() {}

    /**
     * Divides.
     *
     * @param order positions of demands
     * @param reason of those who get what is left
     */
    static List<Grant> divide(AllocationTask task, int[] order, Reason reason) {
        List<Demand> demands = task.demands();
        Network network = task.network();
        var headroom = new Headroom(network, task.limits());
        for (Demand demand : demands) {
            if (demand.floorAmps() > 0) {
                headroom.add(demand.connector(), demand.floorAmps());
            }
        }
        List<Grant> grants = new ArrayList<>(demands.size());
        for (int position : order) {
            Demand demand = demands.get(position);
            double wanted = demand.ceilingAmps() - demand.floorAmps();
            double extra = Math.min(wanted, headroom.most(demand.connector()));
            if (extra >= wanted) {
                headroom.add(demand.connector(), wanted);
                grants.add(new Grant(demand, demand.ceilingAmps(), Reason.FULL_POWER));
            } else {
                int bottleneck = headroom.bottleneck(demand.connector());
                headroom.add(demand.connector(), extra);
                boolean isAtFloor = extra < NOTHING_AMPS && demand.floorAmps() > 0;
                grants.add(new Grant(
                        demand,
                        demand.floorAmps() + extra,
                        isAtFloor ? Reason.MINIMUM_CURRENT : reason,
                        network.limits().get(bottleneck)));
            }
        }
        return grants;
    }
}
