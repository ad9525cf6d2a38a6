package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.CuttingPlanes;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.optimisation.Programme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Energies promised by departures: what more can be promised, and how to keep what is promised. A promise is a {@link Demand}
 * whose missing energy is what is still due by its deadline. Time is cut where promises fall due and where limits change, so
 * between cuts mean currents are all there is to know; a linear programme looks for the currents of each stretch that
 * deliver what is due, within the limits of that stretch and beside what other connectors fall back to. So the answer is
 * exact for charge points that can be told any current; where there is a minimum current, it is an estimate.
 *
 * <p>Pure: the same promises, limits and time give the same answer, but for the time that the solver has.
 */
public final class Promises {
    /** Of every limit so much is not promised, so that what solvers round does not add up to a broken promise. */
    private static final double RESERVE = 0.005;
    /** A watt-hour that is promised is worth this many of those that are only asked for. */
    private static final double PROMISED_FIRST = 1_000;
    /** What an hour's delay takes from the worth of what is promised: what is delivered early cannot be late. */
    private static final double WAITING_AN_HOUR = 1e-3;

    /** A limit may change for ever, and each change makes a plan larger. */
    private static final int LIMIT_CHANGES_MAX = 100;

    /** So much is worth to have what can wait wait; small, lest less is delivered for it. */
    private static final double PUTTING_OFF = 1e-3;
    /** What is put off must still be possible with charge points that have steps and a minimum. */
    private static final double LATER_SHARE = 0.95;

    private static final double KEPT = 1 - 1e-4;
    /** Less counts as delivered. A row with next to no bound would have the solver draw all currents back for its rounding. */
    private static final double NOTHING_WATT_HOURS = 1;

    private final Network network;
    private final Instant now;
    private final Deadline time;

    /**
     * @param network whose limits hold from {@code now} on, with all their changes that are known
     * @param time that the solver has for an answer
     */
    public Promises(Network network, Instant now, Deadline time) {
        this.network = network;
        this.now = now;
        this.time = time;
    }

    /**
     * The most that can be promised to one more session.
     *
     * @param promised at most one a connector
     * @param wish at a connector without a promise; its missing energy is what it asks for
     * @return in watt-hours, at most what is asked for; nothing where the present promises cannot all be kept, or there was no
     *     time to find out
     */
    public double mostWattHours(List<Demand> promised, Demand wish) {
        List<Demand> all = new ArrayList<>(promised);
        all.add(wish);
        double[] worth = new double[all.size()];
        Arrays.fill(worth, PROMISED_FIRST);
        worth[promised.size()] = 1;
        var plan = new Plan(all, worth, new Aim(1 - RESERVE, 1 - RESERVE, now));
        return plan.solved()
                .filter(values -> plan.keeps(promised, values))
                .map(values -> plan.wattHours(promised.size(), values))
                .orElse(0.0);
    }

    /**
     * The currents from now until the next promise falls due or a limit changes, of a plan that keeps all promises; of one that
     * delivers the most of what is promised where not all can be kept.
     *
     * @return by promise, in their order; empty if there was no time for it
     */
    public Optional<double[]> keeping(List<Demand> promised) {
        double[] worth = new double[promised.size()];
        Arrays.fill(worth, PROMISED_FIRST);
        var plan = new Plan(promised, worth, new Aim(1, 1, now));
        return plan.solved().map(plan::firstAmps);
    }

    /**
     * The least currents from now until the end of a step, of a plan that delivers as much of what is promised as there can be
     * delivered: what has time waits. Whoever cannot have all has its ceiling.
     *
     * @return by promise, in their order; empty if there was no time for it
     */
    public Optional<double[]> urgent(List<Demand> promised, Duration step) {
        double[] worth = new double[promised.size()];
        Arrays.fill(worth, 1);
        var plan = new Plan(promised, worth, new Aim(1, LATER_SHARE, now.plus(step)));
        return plan.solved().map(values -> {
            double[] amps = plan.firstAmps(values);
            for (int i = 0; i < amps.length; i++) {
                amps[i] = plan.keeps(i, values) ? amps[i] : promised.get(i).ceilingAmps();
            }
            return amps;
        });
    }

    /**
     * How a plan is made.
     *
     * @param share of each limit that it may use until the first cut
     * @param laterShare the same from then on
     * @param putOff until when as little as possible is to flow; {@code now} if what is early is better
     */
    private record Aim(double share, double laterShare, Instant putOff) {}

    private final class Plan {
        private final List<Demand> demands;
        private final double[] worth;
        private final Aim aim;
        private final Programme programme = new Programme();
        /** By demand, its columns stretch by stretch, for as long as it is there. */
        private final List<List<Integer>> columns = new ArrayList<>();

        private final List<Double> hours = new ArrayList<>();

        Plan(List<Demand> demands, double[] worth, Aim aim) {
            this.demands = demands;
            this.worth = worth;
            this.aim = aim;
            demands.forEach(demand -> {
                columns.add(new ArrayList<>());
                programme.row(Math.max(NOTHING_WATT_HOURS, Math.max(demand.missingWattHours(), owedWattHours(demand))));
            });
            Instant from = now;
            for (Instant until : cuts()) {
                addStretch(from, until);
                from = until;
            }
        }

        /** What connectors fall back to flows whether or not it is due any more. */
        private double owedWattHours(Demand demand) {
            double amps = network.connectors().get(demand.connector()).fallbackAmps();
            Duration there = now.isBefore(demand.deadline()) ? Duration.between(now, demand.deadline()) : Duration.ZERO;
            return network.watts(demand.connector(), amps) * Division.hours(there);
        }

        private NavigableSet<Instant> cuts() {
            var cuts = new TreeSet<Instant>();
            for (Demand demand : demands) {
                if (demand.deadline().isAfter(now)) {
                    cuts.add(demand.deadline());
                }
            }
            if (aim.putOff().isAfter(now)) {
                cuts.add(aim.putOff());
            }
            if (!cuts.isEmpty()) {
                addLimitChanges(cuts, cuts.getLast());
            }
            return cuts;
        }

        /** Closer ones are merged when there are many: a stretch has its lowest limits, so what is promised is kept. */
        private void addLimitChanges(NavigableSet<Instant> cuts, Instant end) {
            Duration least = Duration.between(now, end).dividedBy(LIMIT_CHANGES_MAX);
            Instant latest = now;
            for (Instant change : network.limitChanges(now, end)) {
                if (!change.isBefore(latest.plus(least))) {
                    cuts.add(change);
                    latest = change;
                }
            }
        }

        private void addStretch(Instant from, Instant until) {
            Duration length = Duration.between(from, until);
            Limits limits = network.limits(from, length);
            hours.add(Division.hours(length));
            int[] rows = new int[limits.count()];
            double[] fallback = new double[network.connectors().size()];
            for (int connector = 0; connector < fallback.length; connector++) {
                fallback[connector] = network.connectors().get(connector).fallbackAmps();
            }
            for (int row = 0; row < rows.length; row++) {
                rows[row] = programme.row(limits.bound(row) * (from.equals(now) ? aim.share() : aim.laterShare()));
            }
            for (int i = 0; i < demands.size(); i++) {
                Demand demand = demands.get(i);
                if (demand.missingWattHours() >= NOTHING_WATT_HOURS
                        && !demand.deadline().isBefore(until)) {
                    double least = fallback[demand.connector()];
                    double waited = Division.hours(Duration.between(now, from));
                    double gain = worth[i] * timely(waited);
                    int column = column(demand.connector(), gain, least, Math.max(least, demand.ceilingAmps()));
                    programme.share(i, column, network.watts(demand.connector(), 1) * hours.getLast(), 0);
                    columns.get(i).add(column);
                    count(demand.connector(), column, rows);
                    fallback[demand.connector()] = 0;
                }
            }
            for (int connector = 0; connector < fallback.length; connector++) {
                if (fallback[connector] > 0) {
                    count(connector, column(connector, 0, fallback[connector], fallback[connector]), rows);
                }
            }
        }

        /** What a watt-hour is worth that comes so many hours from now. */
        private double timely(double waited) {
            if (aim.putOff().isAfter(now)) {
                return waited == 0 ? 1 - PUTTING_OFF : 1;
            }
            return 1 - WAITING_AN_HOUR * Math.min(waited, 100);
        }

        private int column(int connector, double gain, double least, double most) {
            return programme.column(gain * network.watts(connector, 1) * hours.getLast() / 1000, least, most);
        }

        private void count(int connector, int column, int[] rows) {
            int end = network.firstShare(connector + 1);
            for (int at = network.firstShare(connector); at < end; at++) {
                programme.share(rows[network.limit(at)], column, network.re(at), network.im(at));
            }
        }

        Optional<double[]> solved() {
            return CuttingPlanes.solve(programme, time);
        }

        boolean keeps(List<Demand> promised, double[] values) {
            for (int i = 0; i < promised.size(); i++) {
                if (!keeps(i, values)) {
                    return false;
                }
            }
            return true;
        }

        /** Of the promise of this position. */
        boolean keeps(int i, double[] values) {
            return wattHours(i, values) >= demands.get(i).missingWattHours() * KEPT - NOTHING_WATT_HOURS;
        }

        double wattHours(int i, double[] values) {
            double sum = 0;
            List<Integer> own = columns.get(i);
            for (int stretch = 0; stretch < own.size(); stretch++) {
                sum += network.watts(demands.get(i).connector(), values[own.get(stretch)]) * hours.get(stretch);
            }
            return Math.min(sum, demands.get(i).missingWattHours());
        }

        double[] firstAmps(double[] values) {
            double[] amps = new double[demands.size()];
            for (int i = 0; i < amps.length; i++) {
                List<Integer> own = columns.get(i);
                amps[i] = own.isEmpty() ? 0 : values[own.getFirst()];
            }
            return amps;
        }
    }
}
