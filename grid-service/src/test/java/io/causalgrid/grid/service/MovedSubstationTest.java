package io.causalgrid.grid.service;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One substation, which either of two processes may own. */
@QuarkusTest
@TestProfile(MovedSubstationTest.Alone.class)
@QuarkusTestResource(
        value = TwoStubs.class,
        initArgs = @ResourceArg(name = TwoStubs.SECOND, value = "a"),
        restrictToAnnotatedClass = true)
class MovedSubstationTest implements TwoStubs.User {
    /** Gateway and balancer. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "gateway,balancer",
                    "causalgrid.grid.balancer.poll-period", "50ms",
                    "causalgrid.grid.balancer.down-poll-period", "50ms",
                    "causalgrid.grid.balancer.breaker.window", "1000");
        }
    }

    private @Nullable StubSubstation first;
    private @Nullable StubSubstation second;

    @Override
    public void use(StubSubstation a, StubSubstation b) {
        this.first = a;
        this.second = b;
    }

    private StubSubstation here() {
        return requireNonNull(first);
    }

    private StubSubstation there() {
        return requireNonNull(second);
    }

    @BeforeEach
    void ownedHere() {
        here().liveAgain();
        there().liveAgain();
        there().yieldTo(here());
        awaitOwner(here());
    }

    private static void awaitOwner(StubSubstation owner) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> get("/v1/substations")
                .then()
                .statusCode(200)
                .body("id", contains("a"))
                .body("state", contains("up"))
                .body("url", contains(owner.url())));
    }

    @Test
    void theOneThatOwnsItIsAskedAndShown() {
        charge(1).then().statusCode(200).body("routed_to", equalTo(here().url()));

        assertThat(there().reservationsSeen()).isZero();
    }

    @Test
    void itIsFollowedToAnotherProcess() {
        here().die();
        there().comeBack();
        awaitOwner(there());

        charge(1).then().statusCode(200).body("routed_to", equalTo(there().url()));
    }

    @Test
    void whoeverOwnsItNoMoreSaysWhoDoesAndThatOneIsAskedAtOnce() {
        there().comeBack();
        here().yieldTo(there());

        charge(1).then().statusCode(200).body("routed_to", equalTo(there().url()));
    }

    @Test
    void anOwnerWithoutAMajorityIsLeftForOneThatHasIt() {
        here().become(StubSubstation.Mood.UNDECIDED); // it still reports, although the other one has taken over
        there().comeBack();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> charge(1).then().statusCode(200).body("routed_to", equalTo(there().url())));
    }

    private static Response charge(int vehicle) {
        return given().contentType("application/json")
                .body("{\"vehicle_id\": " + vehicle + "}")
                .post("/charge");
    }
}
