package io.causalgrid.benchmarks.charge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How long a substation's sessions are without an owner when its process is killed and started again at once, as a supervisor
 * does, until clients of the gateway see that all charge with the power that they had.
 */
final class Restart {
    private static final Heading HEADING = Measurement.RESTART.heading();
    private static final String KILLED = ChargingGrid.SUBSTATIONS.getFirst();
    private static final int SESSIONS = 20; // at both substations
    private static final double KW = 7.4;
    private static final double ROUNDING_KW = 0.5; // charge points take whole amperes
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    private final Bench bench;

    Restart(Bench bench) {
        this.bench = bench;
    }

    void measure(ChargingGrid grid) {
        List<String> sessions = charge(grid);
        try {
            for (int round = 1; round <= bench.plan().rounds(); round++) {
                bench.progress()
                        .say("round %d of %d: kill -9"
                                .formatted(round, bench.plan().rounds()));
                kill(grid);
            }
        } finally {
            end(grid, sessions);
        }
    }

    private void kill(ChargingGrid grid) {
        var _ = Patience.seconds(
                "all charge", PATIENCE, () -> power(grid).values().stream().allMatch(kw -> kw >= KW - ROUNDING_KW));
        Map<String, Double> before = power(grid);
        if (before.isEmpty()) {
            throw new LoadException("no session is at " + KILLED);
        }
        long began = System.nanoTime();
        grid.kill(KILLED);
        grid.start(KILLED);
        var _ = Patience.seconds(KILLED + " serves", PATIENCE, () -> grid.isReady(KILLED));
        bench.recorder().add(HEADING, Lines.READY, Unit.SECONDS, secondsSince(began));
        var _ = Patience.seconds("all charge again", PATIENCE, () -> isAsBefore(before, power(grid)));
        bench.recorder().add(HEADING, Lines.FULL_POWER, Unit.SECONDS, secondsSince(began));
    }

    private static boolean isAsBefore(Map<String, Double> before, Map<String, Double> now) {
        return before.entrySet().stream()
                .allMatch(session -> now.getOrDefault(session.getKey(), 0.0) >= session.getValue() - ROUNDING_KW);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static List<String> charge(ChargingGrid grid) {
        List<String> sessions = new ArrayList<>();
        String vehicle = "{\"vehicle_id\":\"car\",\"energy_kwh\":80,\"max_power_kw\":" + KW + "}";
        try (var connection = HttpConnection.to(grid.gateway())) {
            for (int i = 0; i < SESSIONS; i++) {
                var headers = Map.of(
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
                connection
                        .send("POST", "/charge", headers, vehicle)
                        .expect(200)
                        .header("Location")
                        .ifPresent(sessions::add);
            }
        }
        return sessions;
    }

    private static void end(ChargingGrid grid, List<String> sessions) {
        try (var connection = HttpConnection.to(grid.gateway())) {
            sessions.forEach(session -> connection.send("DELETE", session, Map.of(), ""));
        }
    }

    /** The kilowatts of the sessions that charge there, by their ids; none while it does not answer. */
    private static Map<String, Double> power(ChargingGrid grid) {
        Map<String, Double> power = new HashMap<>();
        String path = "/v1/sessions?state=charging&limit=1000&substation=" + KILLED;
        try (var connection = HttpConnection.to(grid.gateway())) {
            JSON.readTree(connection.get(path, Map.of()).body())
                    .forEach(session -> power.put(
                            session.path("id").asText(),
                            session.path("grantedKw").asDouble()));
            return power;
        } catch (JsonProcessingException e) {
            throw new LoadException("the gateway does not list sessions: " + e.getMessage());
        }
    }
}
