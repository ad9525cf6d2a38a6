package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Programme;

/**
 * The programme of one step. Each demand has a column for its current; and a second one where a vehicle takes an amount
 * between two currents that its charge point can be told: the limits then carry a whole step of which the vehicle uses a
 * part, and the step gains only that part. A vehicle that takes 31.7 A is told 32 A where nobody else would make
 * more of the last ampere, and 31 A where somebody would.
 */
final class StepProgramme {
    private final Programme programme = new Programme();
    private final AllocationTask task;
    /** By demand: the greatest current that can be told and is taken whole; the ceiling where that is none. */
    private final double[] whole;
    /** By demand: the column of the step above {@link #whole}; -1 for none. */
    private final int[] stepColumns;

    StepProgramme(AllocationTask task, double[] weights) {
        this.task = task;
        this.whole = new double[weights.length];
        this.stepColumns = new int[weights.length];
        for (int limit = 0; limit < task.limits().count(); limit++) {
            programme.row(task.limits().bound(limit));
        }
        for (int i = 0; i < weights.length; i++) {
            Demand demand = task.demands().get(i);
            whole[i] = whole(demand);
            add(demand, weights[i], demand.floorAmps(), whole[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            Demand demand = task.demands().get(i);
            double used = demand.ceilingAmps() - whole[i];
            double step = stepAbove(i);
            boolean isThere = used > Currents.PRECISION_AMPS && step > used;
            stepColumns[i] = isThere ? add(demand, weights[i] * used / step, 0, step) : -1;
        }
    }

    Programme programme() {
        return programme;
    }

    /** What a solution means: a current for each demand, in their order. */
    double[] amps(double[] values) {
        double[] amps = new double[whole.length];
        for (int i = 0; i < amps.length; i++) {
            amps[i] = values[i];
            if (stepColumns[i] >= 0) {
                double used = task.demands().get(i).ceilingAmps() - whole[i];
                amps[i] += values[stepColumns[i]] / stepAbove(i) * used;
            }
        }
        return amps;
    }

    private double whole(Demand demand) {
        Currents currents = currents(demand);
        double told = currents.floor(demand.ceilingAmps());
        boolean isBetween = told > 0 && currents.ceil(demand.ceilingAmps()) > demand.ceilingAmps();
        return isBetween ? Math.max(demand.floorAmps(), told) : demand.ceilingAmps();
    }

    private double stepAbove(int i) {
        Demand demand = task.demands().get(i);
        return currents(demand).ceil(demand.ceilingAmps()) - whole[i];
    }

    private Currents currents(Demand demand) {
        return task.network().connectors().get(demand.connector()).currents();
    }

    private int add(Demand demand, double weight, double least, double most) {
        Network network = task.network();
        int column = programme.column(weight * network.watts(demand.connector(), 1), least, most);
        int end = network.firstShare(demand.connector() + 1);
        for (int share = network.firstShare(demand.connector()); share < end; share++) {
            programme.share(network.limit(share), column, network.re(share), network.im(share));
        }
        return column;
    }
}
