package io.causalgrid.grid.service;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many clients at once, with patience, so that a slow machine does not turn requests into faults. */
@QuarkusTest
@TestProfile(EvenSplitTest.Patient.class)
@QuarkusTestResource(value = TwoStubs.class, restrictToAnnotatedClass = true)
class EvenSplitTest implements TwoStubs.User {
    private static final int CLIENTS = 64;
    private static final int REQUESTS_EACH = 4;

    /** Long times, and polls often, so that many of them meet requests under way. */
    public static class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "gateway,balancer",
                    "causalgrid.grid.peer.connect-timeout", "30s",
                    "causalgrid.grid.balancer.attempt-timeout", "30s",
                    "causalgrid.grid.balancer.deadline", "30s",
                    "causalgrid.grid.balancer.poll-timeout", "30s",
                    "causalgrid.grid.balancer.poll-period", "20ms",
                    "causalgrid.grid.gateway.attempt-timeout", "40s",
                    "causalgrid.grid.gateway.deadline", "40s");
        }
    }

    private @Nullable StubSubstation first;
    private @Nullable StubSubstation second;

    @Override
    public void use(StubSubstation a, StubSubstation b) {
        this.first = a;
        this.second = b;
    }

    @Test
    void sixtyFourClientsAtOnceAreSplitWithinOne() {
        StubSubstation a = requireNonNull(first);
        StubSubstation b = requireNonNull(second);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> get("/v1/substations").then().statusCode(200).body("state", contains("up", "up")));

        List<Integer> statuses = inParallel();

        assertThat(statuses)
                .as(EvenSplitTest::attempts)
                .hasSize(CLIENTS * REQUESTS_EACH)
                .containsOnly(200);
        assertThat(a.sessions() + b.sessions()).isEqualTo(CLIENTS * REQUESTS_EACH);
        assertThat(Math.abs(a.sessions() - b.sessions())).isLessThanOrEqualTo(1);
    }

    private static String attempts() {
        return get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.contains("_attempts_total{"))
                .collect(Collectors.joining("\n"));
    }

    private static List<Integer> inParallel() {
        List<Future<List<Integer>>> clients = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int client = 0; client < CLIENTS; client++) {
                Callable<List<Integer>> requests = EvenSplitTest::someRequests;
                clients.add(threads.submit(requests));
            }
        }
        return clients.stream().flatMap(client -> client.resultNow().stream()).toList();
    }

    private static List<Integer> someRequests() {
        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < REQUESTS_EACH; request++) {
            statuses.add(given().contentType("application/json")
                    .body("{\"vehicle_id\": " + request + "}")
                    .post("/charge")
                    .statusCode());
        }
        return statuses;
    }
}
