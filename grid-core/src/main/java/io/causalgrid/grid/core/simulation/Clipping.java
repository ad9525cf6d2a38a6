package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Share;
import io.causalgrid.grid.core.network.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What keeps sessions from what they ask for, whoever divides the power: to be said beside every result, for no figure shows
 * it. {@link #of} finds it.
 */
public sealed interface Clipping {

    /** How many sessions it is about; at least one. */
    long sessions();

    /** In a sentence, with numbers. */
    String words();

    /**
     * Connectors that give less than vehicles take.
     *
     * @param session the one that loses the most power
     * @param vehicleWatts the most it takes
     * @param connectorWatts the most its connector gives
     */
    record WeakConnectors(long sessions, String session, double vehicleWatts, double connectorWatts)
            implements Clipping {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s can take more than the connector gives: %s takes %.2f kW where there are %.2f kW",
                    counted(sessions),
                    session,
                    vehicleWatts / 1000,
                    connectorWatts / 1000);
        }
    }

    /**
     * Stays that are too short.
     *
     * @param wattHours that are asked for beyond what vehicles and connectors can do in the stays, in all
     */
    record ShortStays(long sessions, double wattHours) implements Clipping {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s with more asked for than full power gives during the stay, by %,.1f kWh in all",
                    counted(sessions),
                    wattHours / 1000);
        }
    }

    /**
     * Limits below the least current of a charge point: whoever is there gets nothing.
     *
     * @param limit the lowest of them, by id
     * @param unit of what follows
     * @param bound of that limit at its highest
     * @param least what the least current counts there
     */
    record LimitsBelowMinimum(long sessions, String limit, Unit unit, double bound, double least) implements Clipping {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s can never be given power: the least a charge point there can be told counts %,.1f %s in limit %s,"
                            + " which is %,.1f %s",
                    counted(sessions),
                    least,
                    symbol(),
                    limit,
                    bound,
                    symbol());
        }

        /** Of the unit. */
        public String symbol() {
            return unit == Unit.WATTS ? "W" : "A";
        }
    }

    private static String counted(long sessions) {
        return String.format(Locale.ROOT, sessions == 1 ? "%,d session" : "%,d sessions", sessions);
    }

    /** All of a scenario, each kind once. */
    static List<Clipping> of(Scenario scenario) {
        List<Clipping> result = new ArrayList<>();
        weakConnectors(scenario).ifPresent(result::add);
        shortStays(scenario).ifPresent(result::add);
        limitsBelowMinimum(scenario).ifPresent(result::add);
        return List.copyOf(result);
    }

    private static Optional<WeakConnectors> weakConnectors(Scenario scenario) {
        List<RecordedSession> weak = scenario.sessions().stream()
                // What a step of a charge point rounds away is not worth a word.
                .filter(session -> session.maxWatts() > 1.001 * connectorWatts(scenario, session))
                .toList();
        return weak.stream()
                .max(Comparator.comparingDouble(session -> session.maxWatts() - connectorWatts(scenario, session)))
                .map(worst ->
                        new WeakConnectors(weak.size(), worst.id(), worst.maxWatts(), connectorWatts(scenario, worst)));
    }

    private static Optional<ShortStays> shortStays(Scenario scenario) {
        long count = 0;
        double wattHours = 0;
        for (RecordedSession session : scenario.sessions()) {
            double watts = Math.min(session.maxWatts(), connectorWatts(scenario, session));
            double missing = session.energyWattHours() - watts * Vehicle.hours(session.stay());
            if (missing >= Run.Outcome.SERVED_WITHIN_WATT_HOURS) {
                count++;
                wattHours += missing;
            }
        }
        return count == 0 ? Optional.empty() : Optional.of(new ShortStays(count, wattHours));
    }

    private static Optional<LimitsBelowMinimum> limitsBelowMinimum(Scenario scenario) {
        List<LimitsBelowMinimum> found = scenario.sessions().stream()
                .flatMap(session -> belowMinimum(scenario.network(), session).stream())
                .toList();
        return found.stream()
                .min(Comparator.comparingDouble(LimitsBelowMinimum::bound))
                .map(lowest -> new LimitsBelowMinimum(
                        found.size(), lowest.limit(), lowest.unit(), lowest.bound(), lowest.least()));
    }

    private static Optional<LimitsBelowMinimum> belowMinimum(Network network, RecordedSession session) {
        int position = network.connector(session.connector()).orElseThrow();
        double amps = network.connectors().get(position).minAmps();
        for (Share share : network.shares(position)) {
            Limit limit = network.limits().get(share.limit());
            double least = amps * Math.hypot(share.re(), share.im());
            double bound = limit.profile().highest();
            if (!limit.guard() && least > bound * (1 + 1e-9)) {
                return Optional.of(new LimitsBelowMinimum(1, limit.id(), limit.unit(), bound, least));
            }
        }
        return Optional.empty();
    }

    private static double connectorWatts(Scenario scenario, RecordedSession session) {
        Network network = scenario.network();
        Connector connector =
                network.connectors().get(network.connector(session.connector()).orElseThrow());
        return connector.maxAmps() * connector.wattsPerAmp();
    }
}
