package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.Ports;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two substations below a feeder lend each other power, across a cut as well, and never pass its limit. The order matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class FeederSystemTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ONE = "substation1";
    private static final String OTHER = "substation2";
    private static final int REPLICAS = 3;
    private static final double RIGHT_KW = 60;
    private static final double FEEDER_KW = 2 * RIGHT_KW;
    private static final double VEHICLE_KW = 11;

    private final Ports ports = Ports.free(REPLICAS, 2, new Random());
    private final StoreLinks links = new StoreLinks(
            IntStream.range(0, REPLICAS)
                    .map(replica -> ports.replicaBase() + replica)
                    .boxed()
                    .toList(),
            0);
    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA, Role.SUBSTATION), config -> {
        config.ports(ports).setting(ONE, "causalgrid.grid.store.replicas", links.addresses());
        Map<String, String> both = Map.of(
                "causalgrid.grid.substation.site", site().toString(),
                "causalgrid.grid.time-scale", "60",
                "causalgrid.grid.substation.tick", "300ms",
                "causalgrid.grid.substation.patience", "1s");
        both.forEach((key, value) -> config.setting(ONE, key, value).setting(OTHER, key, value));
    });
    private final Replicas replicas = new Replicas(cluster, REPLICAS);

    @AfterAll
    void stop() {
        cluster.close();
        links.close();
    }

    @Test
    @Order(1)
    void whoNeedsMoreThanItsRightBorrowsWhatTheOtherHasToSpare() {
        try (var _ = new FeederWatch()) {
            charge(ONE, 10);

            await().atMost(PATIENCE).until(() -> grantedKw(ONE) > 9.5 * VEHICLE_KW);
        }
    }

    @Test
    @Order(2)
    void whatIsLentComesBackWhenItIsNeeded() {
        try (var _ = new FeederWatch()) {
            charge(OTHER, 5);

            await().atMost(PATIENCE).until(() -> grantedKw(OTHER) > 4.5 * VEHICLE_KW);
            assertThat(grantedKw(ONE)).isGreaterThan(RIGHT_KW - VEHICLE_KW);
            stopAll(OTHER);
            await().atMost(PATIENCE).until(() -> grantedKw(ONE) > 9.5 * VEHICLE_KW);
        }
    }

    @Test
    @Order(3)
    void acrossACutALoanEndsForTheBorrowerBeforeItEndsForTheLender() {
        try (var _ = new FeederWatch()) {
            cut(true);
            try {
                charge(OTHER, 5);
                await().atMost(PATIENCE).until(() -> grantedKw(OTHER) > 4.5 * VEHICLE_KW);
                assertThat(grantedKw(ONE)).isBetween(1.0, RIGHT_KW);
            } finally {
                cut(false);
            }
            stopAll(OTHER);
            await().atMost(PATIENCE).until(() -> grantedKw(ONE) > 9.5 * VEHICLE_KW);
        }
    }

    /** On one side the first substation with one replica, on the other all the rest. */
    private void cut(boolean isCut) {
        replicas.isolate(links.preferred(), isCut);
        links.cut(replica -> isCut && replica != links.preferred());
    }

    private void charge(String substation, int count) {
        for (int i = 0; i < count; i++) {
            String vehicle = substation + "-" + System.nanoTime();
            await().atMost(PATIENCE).until(() -> isCharging(substation, vehicle));
        }
    }

    private boolean isCharging(String substation, String vehicle) {
        Answer answer = Http.post(
                Clusters.url(cluster, substation),
                "/charge",
                Map.of("vehicle_id", vehicle, "energy_kwh", 400, "max_power_kw", VEHICLE_KW),
                Map.of("Idempotency-Key", vehicle));
        return answer.status() == 200;
    }

    private void stopAll(String substation) {
        sessions(substation).forEach(session -> {
            String path = "/v1/sessions/" + session.path("id").asText();
            await().atMost(PATIENCE)
                    .until(() ->
                            Http.delete(Clusters.url(cluster, substation), path).status() == 204);
        });
    }

    private double grantedKw(String substation) {
        return sessions(substation)
                .valueStream()
                .mapToDouble(session -> session.path("grantedKw").asDouble())
                .sum();
    }

    private JsonNode sessions(String substation) {
        return Http.get(Clusters.url(cluster, substation), "/v1/sessions?state=charging&limit=1000")
                .body();
    }

    private static Path site() {
        String connectors = IntStream.rangeClosed(1, 12)
                .mapToObj("  - {id: c%d, node: main, phases: ABC, volts: 400}"::formatted)
                .reduce("", (all, one) -> all + one + "\n");
        try {
            Path file = Files.createTempFile(Clusters.newDirectory(), "site", ".yaml");
            return Files.writeString(file, """
                    feeder: {id: street, limitKw: 120, rights: {substation1: %1$s, substation2: %1$s}}
                    policy: equal-share
                    nodes:
                      - {id: main, limits: [{watts: 250000}]}
                    connectors:
                    %2$s""".formatted(RIGHT_KW, connectors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds up all the time what both let vehicles draw. What one showed before the other is looked at may have become less since. */
    private final class FeederWatch implements AutoCloseable {
        private final Map<String, Double> last = new TreeMap<>();
        private final List<String> violations = new ArrayList<>();
        private final Lookouts lookouts = new Lookouts(List.of(ONE, OTHER), this::look);
        private int looks;

        private synchronized void look(String substation) {
            Http.tryGet(Clusters.url(cluster, substation), "/internal/v1/load")
                    .filter(answer -> answer.status() == 200)
                    .ifPresent(answer -> {
                        looks++;
                        last.put(substation, answer.body().path("powerWatts").asDouble() / 1_000);
                        double kw = last.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum();
                        if (kw > FEEDER_KW + 0.01) {
                            violations.add(last.toString());
                        }
                    });
        }

        @Override
        public void close() {
            lookouts.close();
            assertThat(looks).isPositive();
            assertThat(violations).isEmpty();
        }
    }
}
