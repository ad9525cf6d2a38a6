package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Share;
import io.causalgrid.grid.core.optimisation.Programme;
import io.causalgrid.grid.core.optimisation.SaddlePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * The most energy that anyone could deliver in a scenario who knew all sessions beforehand: an upper bound for every policy,
 * whatever the batteries and the steps of the charge points.
 *
 * <p>Between two events, arrivals, departures and changes of limits, nothing changes, and what is feasible is convex; so
 * nothing is lost by a constant current for each vehicle there. Busy periods, between which no vehicle is there, are
 * independent of each other. A limit that all vehicles there cannot reach together is left out.
 */
public final class OfflineBound {
    /** As a share of the energy; the bound itself is valid at any. */
    private static final double GAP = 2e-4;
    /** The solution is no more exact than that. */
    private static final double SERVED = 1 - 1e-3;

    private final Network network;

    /**
     * What is known of the optimum.
     *
     * @param wattHours that the energy delivered never exceeds
     * @param served how many sessions get all they asked for, to a thousandth, in the solution that was found. That is no bound:
     *     other solutions of the same energy serve others, and more or fewer of them
     */
    public record Optimum(double wattHours, long served) {}

    private OfflineBound(Network network) {
        this.network = network;
    }

    /**
     * Bounds.
     *
     * @param progress told what share of the sessions is done
     */
    public static Optimum of(Scenario scenario, DoubleConsumer progress) {
        var bound = new OfflineBound(scenario.network());
        double wattHours = 0;
        long served = 0;
        int done = 0;
        for (List<RecordedSession> busy : busyPeriods(scenario.sessions())) {
            double asked =
                    busy.stream().mapToDouble(RecordedSession::energyWattHours).sum();
            Period period = bound.new Period(busy);
            SaddlePoint.Bound optimum = SaddlePoint.of(period.programme, GAP);
            wattHours += Math.min(asked, optimum.upper());
            served += period.served(optimum.point());
            done += busy.size();
            progress.accept((double) done / scenario.sessions().size());
        }
        return new Optimum(wattHours, served);
    }

    private static List<List<RecordedSession>> busyPeriods(List<RecordedSession> sessions) {
        List<List<RecordedSession>> periods = new ArrayList<>();
        List<RecordedSession> period = new ArrayList<>();
        Instant end = Instant.MIN;
        for (RecordedSession session : sessions) {
            if (!period.isEmpty() && !session.arrival().isBefore(end)) {
                periods.add(period);
                period = new ArrayList<>();
            }
            period.add(session);
            end = session.departure().isAfter(end) ? session.departure() : end;
        }
        periods.add(period);
        return periods;
    }

    /** A busy period's programme. */
    private final class Period {
        private final List<RecordedSession> sessions;
        private final Programme programme = new Programme();
        private final int[] energyRows;
        /** By column. */
        private final List<Flow> flows = new ArrayList<>();

        /** A column's session, by its position, and what an ampere of it delivers. */
        private record Flow(int session, double wattHoursAnAmp) {}

        Period(List<RecordedSession> sessions) {
            this.sessions = sessions;
            this.energyRows = sessions.stream()
                    .mapToInt(session -> programme.row(session.energyWattHours()))
                    .toArray();
            List<Instant> events = events(sessions);
            for (int event = 0; event + 1 < events.size(); event++) {
                Instant from = events.get(event);
                Duration time = Duration.between(from, events.get(event + 1));
                addStretch(new Stretch(from, time, present(sessions, from)));
            }
        }

        /** How many sessions get all they asked for. */
        long served(List<Double> amps) {
            double[] wattHours = new double[sessions.size()];
            for (int column = 0; column < amps.size(); column++) {
                Flow flow = flows.get(column);
                wattHours[flow.session()] += flow.wattHoursAnAmp() * amps.get(column);
            }
            return IntStream.range(0, wattHours.length)
                    .filter(i -> wattHours[i] >= sessions.get(i).energyWattHours() * SERVED)
                    .count();
        }

        private void addStretch(Stretch stretch) {
            double hours = Vehicle.hours(stretch.time());
            Limits limits = network.limits(stretch.from(), stretch.time());
            double[] reachable = new double[limits.count()];
            for (int i : stretch.present()) {
                for (Share share : network.shares(position(sessions.get(i)))) {
                    reachable[share.limit()] += Math.hypot(share.re(), share.im()) * mostAmps(sessions.get(i));
                }
            }
            int[] rows = new int[limits.count()];
            for (int limit = 0; limit < rows.length; limit++) {
                boolean binds = !network.limits().get(limit).guard() && reachable[limit] > limits.bound(limit);
                rows[limit] = binds ? programme.row(limits.bound(limit)) : -1;
            }
            for (int i : stretch.present()) {
                RecordedSession session = sessions.get(i);
                double wattHoursAnAmp = network.watts(position(session), 1) * hours;
                int column = programme.column(wattHoursAnAmp, 0, mostAmps(session));
                flows.add(new Flow(i, wattHoursAnAmp));
                programme.share(energyRows[i], column, wattHoursAnAmp, 0);
                for (Share share : network.shares(position(session))) {
                    if (rows[share.limit()] >= 0) {
                        programme.share(rows[share.limit()], column, share.re(), share.im());
                    }
                }
            }
        }
    }

    /**
     * Some time in which nothing changes.
     *
     * @param present positions of the sessions there
     */
    private record Stretch(Instant from, Duration time, List<Integer> present) {}

    private List<Instant> events(List<RecordedSession> sessions) {
        var events = new TreeSet<Instant>();
        sessions.forEach(session -> {
            events.add(session.arrival());
            events.add(session.departure());
        });
        events.addAll(network.limitChanges(events.first(), events.last()));
        return List.copyOf(events);
    }

    private static List<Integer> present(List<RecordedSession> sessions, Instant from) {
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            RecordedSession session = sessions.get(i);
            if (!session.arrival().isAfter(from) && session.departure().isAfter(from)) {
                present.add(i);
            }
        }
        return present;
    }

    private int position(RecordedSession session) {
        return network.connector(session.connector()).orElseThrow();
    }

    private double mostAmps(RecordedSession session) {
        Connector connector = network.connectors().get(position(session));
        return Math.min(connector.maxAmps(), session.maxWatts() / connector.wattsPerAmp());
    }
}
