package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.ChargePoint;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a policy's grants to currents that charge points can be told, within the limits whatever the policy asks for.
 * First everyone is rounded down; then, in the policy's order, those that lost by it are rounded up where that still fits;
 * then what is left goes round in that order, a step to each that would take more. Used once.
 */
final class Rounding {
    private static final double SAME_AMPS = ChargePoint.PRECISION_AMPS;
    /** A grant this far below what the policy asked for has not just been rounded. */
    private static final double CUT_AMPS = 1;
    /** A bound in case steps are tiny beside what is left. */
    private static final int ROUNDS_MAX = 100;

    private final Network network;
    private final List<Grant> wanted;
    private final Headroom headroom;
    private final double[] amps;

    private Rounding(Network network, Limits limits, List<Grant> wanted) {
        this.network = network;
        this.wanted = wanted;
        this.headroom = new Headroom(network, limits);
        this.amps = new double[wanted.size()];
    }

    /**
     * Rounds.
     *
     * @param wanted whose floors together are within the limits; the most deserving first
     * @return grants in the same order, each of a current its charge point can be told, or of its demand's floor
     */
    static List<Grant> round(Network network, Limits limits, List<Grant> wanted) {
        var rounding = new Rounding(network, limits, wanted);
        rounding.addFloors();
        if (rounding.roundDown()) {
            rounding.roundUp();
            int rounds = 0;
            while (rounding.giveAStepToEach() && rounds < ROUNDS_MAX) {
                rounds++;
            }
        }
        return rounding.grants();
    }

    private void addFloors() {
        for (int i = 0; i < amps.length; i++) {
            Demand demand = wanted.get(i).demand();
            amps[i] = demand.floorAmps();
            if (amps[i] > 0) {
                headroom.add(demand.connector(), amps[i]);
            }
        }
    }

    /** Whether anyone lost by it. */
    private boolean roundDown() {
        boolean hasLoss = false;
        for (int i = 0; i < amps.length; i++) {
            double target = target(i);
            double rise = target - amps[i];
            if (rise > 0) {
                double most = headroom.most(demand(i).connector());
                raiseTo(i, chargePoint(i).floor(amps[i] + Math.min(rise, most)));
                hasLoss |= target - amps[i] > SAME_AMPS;
            }
        }
        return hasLoss;
    }

    private void roundUp() {
        for (int i = 0; i < amps.length; i++) {
            double target = target(i);
            if (target - amps[i] > SAME_AMPS) {
                raiseIfItFits(i, chargePoint(i).ceil(target));
            }
        }
    }

    /** Whether anyone got a step. */
    private boolean giveAStepToEach() {
        boolean hasChanged = false;
        for (int i = 0; i < amps.length; i++) {
            Grant grant = wanted.get(i);
            double ceiling = grant.demand().ceilingAmps();
            if (ceiling - amps[i] > SAME_AMPS && grant.reason().wouldTakeMore()) {
                hasChanged |= raiseIfItFits(i, nextStep(i, ceiling));
            }
        }
        return hasChanged;
    }

    private double nextStep(int i, double ceiling) {
        return switch (chargePoint(i)) {
            case ChargePoint.Steps steps -> steps.ceil(amps[i] + 2 * SAME_AMPS);
            case ChargePoint.Continuous any -> {
                double most = amps[i] + headroom.most(demand(i).connector());
                yield Math.max(any.minAmps(), Math.min(ceiling, most));
            }
        };
    }

    private boolean raiseIfItFits(int i, double to) {
        double rise = to - amps[i];
        if (rise > SAME_AMPS
                && to <= roundedCeiling(i)
                && rise <= headroom.most(demand(i).connector())) {
            raiseTo(i, to);
            return true;
        }
        return false;
    }

    private void raiseTo(int i, double to) {
        if (to > amps[i]) {
            headroom.add(demand(i).connector(), to - amps[i]);
            amps[i] = to;
        }
    }

    private double target(int i) {
        Grant grant = wanted.get(i);
        double asked = grant.amps();
        return asked > 0 ? Math.min(asked, grant.demand().ceilingAmps()) : 0; // also not a number
    }

    private double roundedCeiling(int i) {
        return Math.max(demand(i).floorAmps(), chargePoint(i).ceil(demand(i).ceilingAmps())) + SAME_AMPS;
    }

    private List<Grant> grants() {
        List<Grant> grants = new ArrayList<>(amps.length);
        for (int i = 0; i < amps.length; i++) {
            Grant grant = wanted.get(i);
            Reason reason = reason(i, grant);
            grants.add(
                    amps[i] == grant.amps() && reason == grant.reason()
                            ? grant
                            : new Grant(grant.demand(), amps[i], reason, grant.bottleneck()));
        }
        return grants;
    }

    private Reason reason(int i, Grant grant) {
        double minimum = chargePoint(i).minAmps();
        if (!grant.reason().wouldTakeMore()) {
            return grant.reason();
        }
        if (grant.demand().ceilingAmps() - amps[i] <= SAME_AMPS) {
            return Reason.FULL_POWER;
        }
        if (minimum > 0 && amps[i] <= minimum) {
            return amps[i] == 0 ? Reason.WAITING_FOR_TURN : Reason.MINIMUM_CURRENT;
        }
        return target(i) - amps[i] > CUT_AMPS ? Reason.CUT_BY_SAFETY : grant.reason();
    }

    private Demand demand(int i) {
        return wanted.get(i).demand();
    }

    private ChargePoint chargePoint(int i) {
        return network.connectors().get(demand(i).connector()).chargePoint();
    }
}
