package io.causalgrid.grid.service;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateway and balancer in one process, with two stub substations. */
@QuarkusTest
@TestProfile(BalancerTest.Impatient.class)
@QuarkusTestResource(value = TwoStubs.class, restrictToAnnotatedClass = true)
class BalancerTest implements TwoStubs.User {
    /** Short times, so that faults are noticed quickly. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "gateway,balancer",
                    "causalgrid.grid.balancer.attempt-timeout", "1s",
                    "causalgrid.grid.balancer.deadline", "5s",
                    "causalgrid.grid.balancer.poll-period", "50ms",
                    "causalgrid.grid.balancer.down-poll-period", "50ms",
                    "causalgrid.grid.balancer.breaker.window", "4",
                    "causalgrid.grid.balancer.breaker.delay", "500ms");
        }
    }

    private @Nullable StubSubstation first;
    private @Nullable StubSubstation second;

    @Override
    public void use(StubSubstation a, StubSubstation b) {
        this.first = a;
        this.second = b;
    }

    private StubSubstation a() {
        return requireNonNull(first);
    }

    private StubSubstation b() {
        return requireNonNull(second);
    }

    /** Breakers remember earlier tests: first both substations answer well as often as a breaker looks back. */
    @BeforeEach
    void twoEmptyHealthySubstations() {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            twoEmptySubstations();
            for (int i = 0; i < 8; i++) {
                charge("/charge", i)
                        .then()
                        .statusCode(200)
                        .body("routed_to", equalTo(i % 2 == 0 ? a().url() : b().url()));
            }
        });
        twoEmptySubstations();
    }

    private void twoEmptySubstations() {
        for (StubSubstation stub : List.of(a(), b())) {
            stub.answerNow();
            stub.liveAgain();
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> get("/v1/substations")
                .then()
                .statusCode(200)
                .body("state", contains("up", "up"))
                .body("activeSessions", contains(0, 0)));
    }

    @Test
    void twentyRequestsAlternateAndEndTenAndTen() {
        for (int i = 0; i < 20; i++) {
            charge("/charge", i)
                    .then()
                    .statusCode(200)
                    .body("routed_to", equalTo(i % 2 == 0 ? a().url() : b().url()))
                    .body("result.status", equalTo("charging"))
                    .body("result.current_load", equalTo(i / 2 + 1));
        }
    }

    @Test
    void routeAnswersAsChargeDoes() {
        charge("/route", 1)
                .then()
                .statusCode(200)
                .body("routed_to", equalTo(a().url()))
                .body("result.current_load", equalTo(1));
    }

    @Test
    void aDeadSubstationIsSkipped() {
        a().die();

        for (int i = 0; i < 6; i++) {
            charge("/charge", i).then().statusCode(200).body("routed_to", equalTo(b().url()));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/v1/substations").then().body("state", contains("down", "up")));
    }

    @Test
    void aRestartedSubstationIsEmptyAndTakesPartAgain() {
        IntStream.range(0, 6).forEach(i -> charge("/charge", i).then().statusCode(200));
        a().die();
        a().liveAgain();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/v1/substations").then().body("activeSessions", contains(0, 3)));

        for (int load = 1; load <= 3; load++) {
            charge("/charge", load)
                    .then()
                    .body("routed_to", equalTo(a().url()))
                    .body("result.current_load", equalTo(load));
        }
    }

    @Test
    void withNoSubstationAliveTheAnswerIsAQuick503UntilOneIsBack() {
        long preventedBefore = prevented();
        a().die();
        b().die();

        for (int i = 0; i < 10; i++) {
            Response answer = charge("/charge", i);
            answer.then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:causalgrid:problem:no-substation"));
            assertThat(answer.time()).isLessThan(5_000);
        }
        assertThat(prevented()).as("requests the open breaker kept back").isGreaterThan(preventedBefore);
        get("/q/health/ready").then().statusCode(200);

        b().liveAgain();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> charge("/charge", 1).then().statusCode(200));
    }

    @Test
    void aFullSubstationIsPassedOverWithoutOpeningItsBreaker() {
        a().become(StubSubstation.Mood.FULL);

        for (int i = 0; i < 8; i++) {
            charge("/charge", i).then().statusCode(200).body("routed_to", equalTo(b().url()));
        }

        assertThat(get("/metrics").asString()).doesNotContainPattern("grid_breaker_open\\{[^}]*} 1");
        b().become(StubSubstation.Mood.FULL);
        charge("/charge", 9)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:no-capacity"));
    }

    @Test
    void aFaultOfTheRequestIsPassedOnAndNotTriedElsewhere() {
        a().become(StubSubstation.Mood.STRICT);

        charge("/charge", 1)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"))
                .body("instance", equalTo("/charge"));

        assertThat(a().reservationsSeen()).isEqualTo(1);
        assertThat(b().reservationsSeen()).isZero();
    }

    @Test
    void anAnswerThatNeverCameLeavesNoOrphan() {
        a().become(StubSubstation.Mood.SILENT);

        charge("/charge", 1).then().statusCode(200).body("routed_to", equalTo(b().url()));

        await().atMost(Duration.ofSeconds(20)).until(() -> a().connectorsTaken() == 0);
        a().answerNow();
        assertThat(b().sessions()).isEqualTo(1);
    }

    @Test
    void aRequestThatArrivesAfterItWasGivenUpStartsNothing() {
        a().become(StubSubstation.Mood.LATE);

        charge("/charge", 1).then().statusCode(200).body("routed_to", equalTo(b().url()));
        a().answerNow();
        a().become(StubSubstation.Mood.WILLING);

        charge("/charge", 2).then().statusCode(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> a().connectorsTaken() + b().connectorsTaken() == 2);
        assertThat(a().sessions() + b().sessions()).isEqualTo(2);
    }

    @Test
    void aConfirmationWhoseAnswerIsLostCounts() {
        a().become(StubSubstation.Mood.FORGETFUL);

        charge("/charge", 1)
                .then()
                .statusCode(200)
                .body("routed_to", equalTo(a().url()))
                .body("result.status", equalTo("charging"))
                .body("result.current_load", equalTo(1));

        a().answerNow();
        assertThat(a().sessions()).isEqualTo(1);
        assertThat(b().connectorsTaken()).isZero();
    }

    @Test
    void aConfirmationThatNeverArrivedIsMadeUpForByAnotherAttempt() {
        a().become(StubSubstation.Mood.DEAF);

        charge("/charge", 1).then().statusCode(200).body("routed_to", equalTo(b().url()));
        a().answerNow(); // now the lost confirmations arrive, and find nothing

        await().atMost(Duration.ofSeconds(20)).until(() -> a().connectorsTaken() == 0);
        assertThat(a().sessions()).isZero();
        assertThat(b().sessions()).isEqualTo(1);
    }

    @Test
    void theSameKeyIsDoneOnceAndAnsweredAlike() {
        String key = UUID.randomUUID().toString();
        Response one = chargeWithKey(key, 7);

        List<Response> again = inParallel(16, _ -> chargeWithKey(key, 7));

        assertThat(again).allSatisfy(answer -> {
            assertThat(answer.asString()).isEqualTo(one.asString());
            assertThat(answer.header("Location")).isEqualTo(one.header("Location"));
        });
        assertThat(one.header("Location")).startsWith("/v1/sessions/a-");
        assertThat(a().sessions() + b().sessions()).isEqualTo(1);
        chargeWithKey(key, 8)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:causalgrid:problem:idempotency-key-reused"));
    }

    @Test
    void aRepeatedKeyIsAnsweredByWhatHasBecomeOfItsSession() {
        String key = UUID.randomUUID().toString();
        chargeWithKey(key, 7).then().body("routed_to", equalTo(a().url())).body("result.status", equalTo("charging"));

        a().endAll();

        chargeWithKey(key, 7)
                .then()
                .statusCode(200)
                .body("routed_to", equalTo(a().url()))
                .body("result.status", equalTo("cancelled"));
        assertThat(a().connectorsTaken() + b().connectorsTaken()).isZero();
    }

    @Test
    void aRepeatedKeyWhoseSubstationIsDeadIsAnsweredWhereTheStoreIsSure() {
        String ended = UUID.randomUUID().toString();
        String lasting = UUID.randomUUID().toString();
        chargeWithKey(ended, 7).then().body("routed_to", equalTo(a().url()));
        a().endAll();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/v1/substations").then().body("activeSessions", contains(0, 0)));
        chargeWithKey(lasting, 8).then().body("routed_to", equalTo(a().url()));

        a().die();

        chargeWithKey(ended, 7)
                .then()
                .statusCode(200)
                .body("routed_to", equalTo(a().url()))
                .body("result.status", equalTo("ended"));
        chargeWithKey("/route", lasting, 8)
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:causalgrid:problem:in-doubt"));
        assertThat(b().connectorsTaken()).isZero();

        a().comeBack();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        chargeWithKey(ended, 7).then().statusCode(200).body("result.status", equalTo("cancelled")));
        assertThat(a().sessions()).isEqualTo(1);
        assertThat(b().connectorsTaken()).isZero();
    }

    @Test
    void withoutAMajorityOfTheStoreTheAnswerIsInDoubt() {
        a().become(StubSubstation.Mood.UNDECIDED);
        b().become(StubSubstation.Mood.UNDECIDED);

        charge("/route", 1)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:in-doubt"))
                .body("tried.outcome", contains("in-doubt", "in-doubt"));
        assertThat(get("/metrics").asString()).doesNotContainPattern("grid_breaker_open\\{[^}]*} 1");
    }

    @Test
    void whatNoStoreTookInTimeIsInDoubtToo() {
        a().become(StubSubstation.Mood.UNSTORED);
        b().become(StubSubstation.Mood.UNSTORED);

        charge("/route", 1)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:in-doubt"))
                .body("tried.outcome", contains("not-stored", "not-stored"));
    }

    @Test
    void whatIsInDoubtIsAskedForAgainByTheGatewayUntilItIsKnown() {
        a().become(StubSubstation.Mood.UNDECIDED);
        b().become(StubSubstation.Mood.UNDECIDED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> answer = threads.submit(() -> charge("/charge", 1));
            await().atMost(Duration.ofSeconds(20)).until(() -> b().reservationsSeen() > 1);

            a().become(StubSubstation.Mood.WILLING);

            assertThat(answer)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .satisfies(answered -> assertThat(answered.statusCode()).isEqualTo(200));
        }
        assertThat(a().sessions()).isEqualTo(1);
    }

    @Test
    void whileABreakerKeepsFromASubstationAtWorkARequestWaits() {
        a().become(StubSubstation.Mood.SILENT);
        b().become(StubSubstation.Mood.SILENT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                int vehicle = i;
                var _ = threads.submit(() -> charge("/charge", vehicle));
            }
            await().atMost(Duration.ofSeconds(20)).until(BalancerTest::areAllBreakersOpen);

            a().answerNow();
            b().answerNow();

            charge("/route", 9).then().statusCode(200);
        }
    }

    @Test
    void aSessionIsEndedAsSoonAsItsSubstationIsBack() {
        String session = charge("/charge", 1).header("Location");
        a().die();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> answer = threads.submit(() -> delete(session));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> get("/v1/substations").then().body("state", contains("down", "up")));

            a().comeBack();

            assertThat(answer)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .satisfies(answered -> assertThat(answered.statusCode()).isEqualTo(204));
        }
    }

    private static boolean areAllBreakersOpen() {
        return get("/metrics")
                        .asString()
                        .lines()
                        .filter(line -> line.matches("grid_breaker_open\\{.*substation=.*} 1\\.0"))
                        .count()
                == 2;
    }

    @Test
    void theSameKeyAtTheSameTimeIsDoneOnce() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = inParallel(32, _ -> chargeWithKey(key, 7));

        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.getFirst().asString());
        assertThat(answers.getFirst().statusCode()).isEqualTo(200);
        assertThat(a().sessions() + b().sessions()).isEqualTo(1);
    }

    private static long prevented() {
        return get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("grid_route_attempts_total") && line.contains("\"breaker-open\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Response charge(String path, int vehicle) {
        return given().contentType("application/json")
                .body("{\"vehicle_id\": " + vehicle + "}")
                .post(path);
    }

    private static Response chargeWithKey(String key, int vehicle) {
        return chargeWithKey("/charge", key, vehicle);
    }

    private static Response chargeWithKey(String path, String key, int vehicle) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"vehicle_id\": " + vehicle + "}")
                .post(path);
    }

    private static List<Response> inParallel(int clients, IntFunction<Response> work) {
        List<Future<Response>> futures = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (int client = 0; client < clients; client++) {
                int number = client;
                Callable<Response> task = () -> work.apply(number);
                futures.add(threads.submit(task));
            }
        }
        return futures.stream().map(Future::resultNow).toList();
    }
}
