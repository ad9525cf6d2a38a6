package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Share;

/**
 * Counts limits that are exceeded, by their definition and nothing else: it shares no code with what divides the power. The
 * guards that a network adds for its own purposes are not counted.
 */
final class Violations {
    private final Network network;

    Violations(Network network) {
        this.network = network;
    }

    /**
     * How many limits these currents exceed.
     *
     * @param amps of each connector, by position
     */
    int count(double[] amps, Limits limits) {
        double[] re = new double[limits.count()];
        double[] im = new double[limits.count()];
        for (int connector = 0; connector < amps.length; connector++) {
            if (amps[connector] != 0) {
                for (Share share : network.shares(connector)) {
                    re[share.limit()] += share.re() * amps[connector];
                    im[share.limit()] += share.im() * amps[connector];
                }
            }
        }
        int violations = 0;
        for (int row = 0; row < limits.count(); row++) {
            Limit limit = network.limits().get(row);
            if (!limit.guard() && limits.isViolated(row, Math.hypot(re[row], im[row]))) {
                violations++;
            }
        }
        return violations;
    }
}
