package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings a policy's grants to currents that charge points can be told, within the limits whatever the policy asks for.
 * First everyone is rounded down; then, in the policy's order, those that lost by it are rounded up where that still fits;
 * then what is left goes round in that order, a step to each that would take more. Used once.
 */
final class Rounding {
    private static final double SAME_AMPS = Currents.PRECISION_AMPS;
    /** A grant this far below what the policy asked for has not just been rounded. */
    private static final double CUT_AMPS = 1;
    /** A bound in case steps are tiny beside what is left. */
    private static final int ROUNDS_MAX = 100;

    private final Network network;
    private final List<Grant> wanted;
    private final Headroom headroom;
    private final int[] connectors;
    private final Currents[] chargePoints;
    private final double[] ceilings;
    /** What the policy asks for, at most the ceiling. */
    private final double[] targets;

    private final double[] amps;

    private Rounding(AllocationTask task, List<Grant> wanted) {
        this.network = task.network();
        this.wanted = wanted;
        this.headroom = new Headroom(network, task.limits());
        int count = wanted.size();
        this.connectors = new int[count];
        this.chargePoints = new Currents[count];
        this.ceilings = new double[count];
        this.targets = new double[count];
        this.amps = new double[count];
    }

    /**
     * Rounds.
     *
     * @param wanted one for each of the task's demands; the most deserving first
     * @return grants in the same order, each of a current its charge point can be told, or of its demand's floor
     */
    static List<Grant> round(AllocationTask task, List<Grant> wanted) {
        var rounding = new Rounding(task, wanted);
        rounding.addFloors(task.demands());
        if (rounding.roundDown()) {
            rounding.roundUp();
            int[] takers = IntStream.range(0, wanted.size()).toArray();
            for (int rounds = 0; takers.length > 0 && rounds < ROUNDS_MAX; rounds++) {
                takers = rounding.giveAStepToEach(takers);
            }
        }
        return rounding.grants();
    }

    /** Everyone has what it is owed. */
    private void addFloors(List<Demand> demands) {
        // In the order in which they lie in memory, since that of the grants is one of chance.
        for (Demand demand : demands) {
            if (demand.floorAmps() > 0) {
                headroom.add(demand.connector(), demand.floorAmps());
            }
        }
        for (int i = 0; i < amps.length; i++) {
            Grant grant = wanted.get(i);
            Demand demand = grant.demand();
            connectors[i] = demand.connector();
            chargePoints[i] = network.connectors().get(connectors[i]).currents();
            ceilings[i] = demand.ceilingAmps();
            double asked = grant.amps();
            targets[i] = asked > 0 ? Math.min(asked, ceilings[i]) : 0; // also not a number
            amps[i] = demand.floorAmps();
        }
    }

    /** Whether anyone lost by it. */
    private boolean roundDown() {
        boolean hasLoss = false;
        for (int i = 0; i < amps.length; i++) {
            double target = targets[i];
            double rise = target - amps[i];
            if (rise > 0) {
                double most = headroom.most(connectors[i]);
                raiseTo(i, chargePoints[i].floor(amps[i] + Math.min(rise, most)));
                hasLoss |= target - amps[i] > SAME_AMPS;
            }
        }
        return hasLoss;
    }

    private void roundUp() {
        for (int i = 0; i < amps.length; i++) {
            double target = targets[i];
            if (target - amps[i] > SAME_AMPS) {
                raiseIfItFits(i, chargePoints[i].ceil(target));
            }
        }
    }

    /** Those who got a step. Who did not never will, since what is left only becomes less. */
    private int[] giveAStepToEach(int[] takers) {
        int count = 0;
        int[] served = new int[takers.length];
        for (int i : takers) {
            boolean takesMore =
                    ceilings[i] - amps[i] > SAME_AMPS && wanted.get(i).reason().wouldTakeMore();
            if (takesMore && raiseIfItFits(i, nextStep(i))) {
                served[count++] = i;
            }
        }
        return Arrays.copyOf(served, count);
    }

    private double nextStep(int i) {
        return switch (chargePoints[i]) {
            case Currents.Steps steps -> steps.ceil(amps[i] + 2 * SAME_AMPS);
            case Currents.EvenSteps steps -> steps.ceil(amps[i] + 2 * SAME_AMPS);
            case Currents.Continuous any -> {
                double most = amps[i] + headroom.most(connectors[i]);
                yield Math.max(any.minAmps(), Math.min(ceilings[i], most));
            }
        };
    }

    private boolean raiseIfItFits(int i, double to) {
        double rise = to - amps[i];
        if (rise > SAME_AMPS && to <= roundedCeiling(i) && rise <= headroom.most(connectors[i])) {
            raiseTo(i, to);
            return true;
        }
        return false;
    }

    private void raiseTo(int i, double to) {
        if (to > amps[i]) {
            headroom.add(connectors[i], to - amps[i]);
            amps[i] = to;
        }
    }

    private double roundedCeiling(int i) {
        return chargePoints[i].ceil(ceilings[i]) + SAME_AMPS;
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
        double minimum = chargePoints[i].minAmps();
        if (!grant.reason().wouldTakeMore()) {
            return grant.reason();
        }
        if (ceilings[i] - amps[i] <= SAME_AMPS) {
            return Reason.FULL_POWER;
        }
        if (minimum > 0 && amps[i] <= minimum) {
            return amps[i] == 0 ? Reason.WAITING_FOR_TURN : Reason.MINIMUM_CURRENT;
        }
        return targets[i] - amps[i] > CUT_AMPS ? Reason.CUT_BY_SAFETY : grant.reason();
    }
}
