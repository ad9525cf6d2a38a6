package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.series.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Charges from what the sun gives beyond the base load, whoever has the least time to spare first; and from the grid as little and
 * as late as can be. Nobody leaves emptier for having waited: what {@linkplain Promises#urgent cannot wait} flows at once, by a
 * plan of the grid alone, in which the sun gives nothing more, base loads are at their highest, limits are not used to the last, and
 * everyone is served a while before it leaves. Whom such a plan cannot serve takes all that there is.
 *
 * <p>Who has begun keeps the minimum current for a turn, cloud or not, so that contactors do not clatter; nobody is owed a turn for
 * having waited. Fails with {@link PolicyFailedException} when the time for a plan is up; use it within {@link FallingBack}.
 */
public final class Surplus implements AllocationPolicy {
    /** Earlier than the departure; charge points in steps may need a little longer than a plan. */
    private static final Duration MARGIN = Duration.ofMinutes(10);
    /** Far below what a charge point distinguishes. */
    private static final double NOTHING_AMPS = 1e-6;

    private final double gridWatts;
    private final Supplier<Deadline> deadlines;

    /**
     * @param gridWatts what may come from the grid at any time; not negative
     * @param deadlines asked once for each task
     */
    public Surplus(double gridWatts, Supplier<Deadline> deadlines) {
        this.gridWatts = gridWatts;
        this.deadlines = deadlines;
    }

    @Override
    public TurnRule turnRule() {
        return TurnRule.ONLY_KEPT;
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        return new Sharing(task, urgent(task)).grants();
    }

    /** What cannot wait, in amperes. */
    private double[] urgent(AllocationTask task) {
        Network worst = task.network().replacing(Surplus::atWorst);
        Instant stepEnd = task.now().plus(task.step());
        List<Demand> early = task.demands().stream()
                .map(demand -> {
                    Instant by = demand.deadline().minus(MARGIN);
                    return demand.by(by.isBefore(stepEnd) ? stepEnd : by);
                })
                .toList();
        return new Promises(worst, task.now(), deadlines.get())
                .urgent(early, task.step())
                .orElseThrow(() -> new PolicyFailedException("no plan for " + early.size() + " demands in time"));
    }

    /** No sun, and the highest base load: what is foreseen of either may be wrong. */
    private static Course atWorst(Recorded recorded) {
        return recorded.quantity() == Quantity.SUN ? Course.constant(0) : Course.constant(recorded.highest());
    }

    /** One division. */
    private final class Sharing {
        private final AllocationTask task;
        private final Headroom headroom;
        private final double[] amps;
        private final double[] urgent;

        Sharing(AllocationTask task, double[] urgent) {
            this.task = task;
            this.headroom = new Headroom(task.network(), task.limits());
            this.amps = new double[urgent.length];
            this.urgent = urgent;
        }

        List<Grant> grants() {
            int[] order = Ordering.ascending(task.demands().stream()
                    .mapToDouble(demand -> Laxity.seconds(demand, task))
                    .toArray());
            for (int i : order) {
                raise(i, demand(i).floorAmps());
            }
            for (int i : order) {
                if (urgent[i] > NOTHING_AMPS) {
                    raise(i, Math.min(demand(i).ceilingAmps(), allowed(i, urgent[i])));
                }
            }
            makeUpForMinima(order);
            double left = gridWatts + task.network().surplusWatts(task.now(), task.step()) - watts();
            for (int i : order) {
                double before = amps[i];
                double most = Math.min(demand(i).ceilingAmps(), before + Math.max(0, left) / wattsPerAmp(i));
                if (most >= minimum(i)) {
                    raise(i, most);
                    left -= (amps[i] - before) * wattsPerAmp(i);
                }
            }
            List<Grant> grants = new ArrayList<>(amps.length);
            for (int i : order) {
                grants.add(new Grant(demand(i), amps[i], reason(i)));
            }
            return grants;
        }

        /** Where minimum currents leave no room for some that cannot wait, the others take their part: it is not lost. */
        private void makeUpForMinima(int[] order) {
            double lacking = 0;
            for (int i = 0; i < urgent.length; i++) {
                lacking += (urgent[i] - amps[i]) * wattsPerAmp(i);
            }
            for (int i : order) {
                if (urgent[i] > NOTHING_AMPS && amps[i] > 0 && lacking > 0) {
                    double before = amps[i];
                    raise(i, Math.min(demand(i).ceilingAmps(), before + lacking / wattsPerAmp(i)));
                    lacking -= (amps[i] - before) * wattsPerAmp(i);
                }
            }
        }

        /** As far as the limits leave it. */
        private void raise(int i, double target) {
            double rise = Math.min(target - amps[i], headroom.most(demand(i).connector()));
            if (rise > 0) {
                headroom.add(demand(i).connector(), rise);
                amps[i] += rise;
            }
        }

        private Reason reason(int i) {
            if (amps[i] >= demand(i).ceilingAmps() - NOTHING_AMPS) {
                return Reason.FULL_POWER;
            }
            if (urgent[i] > NOTHING_AMPS) {
                return Reason.NO_TIME_FOR_SUN;
            }
            return demand(i).floorAmps() > 0 && amps[i] <= demand(i).floorAmps()
                    ? Reason.MINIMUM_CURRENT
                    : Reason.SURPLUS;
        }

        private Demand demand(int i) {
            return task.demands().get(i);
        }

        /** The next current that its charge point can be told. */
        private double allowed(int i, double least) {
            return task.network()
                    .connectors()
                    .get(demand(i).connector())
                    .currents()
                    .ceil(least);
        }

        private double minimum(int i) {
            return task.network().connectors().get(demand(i).connector()).minAmps();
        }

        private double wattsPerAmp(int i) {
            return task.network().watts(demand(i).connector(), 1);
        }

        private double watts() {
            double sum = 0;
            for (int i = 0; i < amps.length; i++) {
                sum += amps[i] * wattsPerAmp(i);
            }
            return sum;
        }
    }
}
