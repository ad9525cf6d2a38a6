package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.util.List;

/** What has been promised so far, and the limits at which somebody waits. */
final class Claims {
    private final Network network;
    private final Headroom promised;
    private final Headroom unavoidable;
    private final boolean[] closed;

    Claims(Network network, Limits limits, List<Demand> demands) {
        this.network = network;
        this.promised = Turns.withFloors(network, limits, demands);
        this.unavoidable = Turns.withFloors(network, limits, demands);
        this.closed = new boolean[limits.count()];
    }

    /** Whether the demand can have its minimum; if it can not, but waits for it, the way is kept clear for it. */
    boolean admit(Demand demand, double minimum, boolean waits) {
        int connector = demand.connector();
        double more = minimum - demand.floorAmps() - Currents.PRECISION_AMPS;
        if (meetsClosedLimit(connector)) {
            return false;
        }
        boolean fits = promised.most(connector) >= more;
        if (fits || (waits && unavoidable.most(connector) >= more)) {
            if (!fits) {
                close(connector, more);
            }
            promised.add(connector, minimum - demand.floorAmps());
        }
        return fits;
    }

    private boolean meetsClosedLimit(int connector) {
        for (int share = network.firstShare(connector); share < network.firstShare(connector + 1); share++) {
            if (closed[network.limit(share)]) {
                return true;
            }
        }
        return false;
    }

    private void close(int connector, double amps) {
        for (int share = network.firstShare(connector); share < network.firstShare(connector + 1); share++) {
            closed[network.limit(share)] |= promised.mostAt(share) < amps;
        }
    }
}
