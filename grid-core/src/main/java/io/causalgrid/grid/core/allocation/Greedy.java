package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limit;
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
        // Read in the order in which they lie, since the order in which they are served is one of chance.
        int[] connectors = new int[demands.size()];
        double[] floors = new double[demands.size()];
        double[] rises = new double[demands.size()];
        for (int i = 0; i < floors.length; i++) {
            Demand demand = demands.get(i);
            connectors[i] = demand.connector();
            floors[i] = demand.floorAmps();
            rises[i] = demand.ceilingAmps() - demand.floorAmps();
            if (floors[i] > 0) {
                headroom.add(connectors[i], floors[i]);
            }
        }
        List<Grant> grants = new ArrayList<>(demands.size());
        for (int i : order) {
            Demand demand = demands.get(i);
            double rise = Math.min(rises[i], headroom.most(connectors[i]));
            if (rise >= rises[i]) {
                headroom.add(connectors[i], rise);
                grants.add(new Grant(demand, floors[i] + rise, Reason.FULL_POWER));
            } else {
                Limit bottleneck = network.limits().get(headroom.bottleneck(connectors[i]));
                headroom.add(connectors[i], rise);
                boolean isAtFloor = rise < NOTHING_AMPS && floors[i] > 0;
                grants.add(
                        new Grant(demand, floors[i] + rise, isAtFloor ? Reason.MINIMUM_CURRENT : reason, bottleneck));
            }
        }
        return grants;
    }
}
