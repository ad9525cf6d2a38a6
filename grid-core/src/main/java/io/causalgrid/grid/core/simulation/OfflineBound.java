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

    private final Network network;

    private OfflineBound(Network network) {
        this.network = network;
    }

    /**
     * Bounds.
     *
     * @param progress told what share of the sessions is done
     * @return watt-hours that the energy delivered never exceeds
     */
    public static double wattHours(Scenario scenario, DoubleConsumer progress) {
        var bound = new OfflineBound(scenario.network());
        double sum = 0;
        int done = 0;
        for (List<RecordedSession> busy : busyPeriods(scenario.sessions())) {
            double asked =
                    busy.stream().mapToDouble(RecordedSession::energyWattHours).sum();
            sum += Math.min(asked, SaddlePoint.of(bound.programme(busy), GAP).upper());
            done += busy.size();
            progress.accept((double) done / scenario.sessions().size());
        }
        return sum;
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

    private Programme programme(List<RecordedSession> sessions) {
        var programme = new Programme();
        int[] energyRows = sessions.stream()
                .mapToInt(session -> programme.row(session.energyWattHours()))
                .toArray();
        List<Instant> events = events(sessions);
        for (int event = 0; event + 1 < events.size(); event++) {
            Instant from = events.get(event);
            Duration time = Duration.between(from, events.get(event + 1));
            addStretch(programme, new Stretch(from, time, present(sessions, from)), sessions, energyRows);
        }
        return programme;
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

    private void addStretch(Programme programme, Stretch stretch, List<RecordedSession> sessions, int[] energyRows) {
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
            programme.share(energyRows[i], column, wattHoursAnAmp, 0);
            for (Share share : network.shares(position(session))) {
                if (rows[share.limit()] >= 0) {
                    programme.share(rows[share.limit()], column, share.re(), share.im());
                }
            }
        }
    }

    private int position(RecordedSession session) {
        return network.connector(session.connector()).orElseThrow();
    }

    private double mostAmps(RecordedSession session) {
        Connector connector = network.connectors().get(position(session));
        return Math.min(connector.maxAmps(), session.maxWatts() / connector.wattsPerAmp());
    }
}
