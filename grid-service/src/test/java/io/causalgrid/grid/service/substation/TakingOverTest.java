package io.causalgrid.grid.service.substation;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.causalgrid.grid.service.substation.OwnerClaim.Standing;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process says of its substation's sessions when it owns the substation, and when it does not, or not quite yet. */
@QuarkusTest
@TestProfile(TakingOverTest.ClaimInOurHands.class)
class TakingOverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ELSEWHERE = "http://elsewhere:7001";
    private static final String PROBLEM = "urn:causalgrid:problem:";

    /** A substation whose claim, and whose store, are the test's to give. */
    public static class ClaimInOurHands implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "substation",
                    "causalgrid.grid.substation.id", "north",
                    "causalgrid.grid.substation.tick", "50ms");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HandedTools.class);
        }
    }

    @Inject
    HandedTools tools;

    private String session = "";

    @BeforeEach
    void aSessionIsMadeHere() {
        tools.canRead(true);
        tools.stands(new Standing.Held(tools.nextClaim(), Long.MAX_VALUE));
        await().atMost(PATIENCE).until(() -> get("/internal/v1/load").statusCode() == 200);
        session = given().contentType("application/json")
                .header("Idempotency-Key", "key-" + tools.nextClaim())
                .body("{\"vehicle_id\": 7}")
                .post("/charge")
                .header("Location");
        get(session).then().statusCode(200);
    }

    @AfterEach
    void itIsOwnedElsewhere() {
        tools.stands(new Standing.Waiting("another has it", ELSEWHERE));
    }

    @Test
    void whoDoesNotOwnItAnyMoreShowsNothingAndSaysWhoMay() {
        tools.stands(new Standing.Waiting("another has it", ELSEWHERE));

        awaitRefusal("/internal/v1/load", "not-owner");
        for (String path : new String[] {"/v1/sessions", "/internal/v1/sessions", session, "/internal" + session}) {
            get(path)
                    .then()
                    .statusCode(503)
                    .body("type", equalTo(PROBLEM + "not-owner"))
                    .body("owner", equalTo(ELSEWHERE));
        }
    }

    /** Else whoever asks takes it for one that has ended, and says so. */
    @Test
    void aSessionThatIsTakenOverIsInDoubtUntilItIsKnownToStand() {
        tools.stands(new Standing.Waiting("another has it", ELSEWHERE));
        awaitRefusal("/internal/v1/load", "not-owner");
        tools.canRead(false);

        tools.stands(new Standing.Held(tools.nextClaim(), Long.MAX_VALUE));

        await().atMost(PATIENCE).until(() -> get("/internal/v1/load").statusCode() == 200);
        get("/internal" + session).then().statusCode(503).body("type", equalTo(PROBLEM + "in-doubt"));
        tools.canRead(true);
        await().atMost(PATIENCE).untilAsserted(() -> shows(session, "state", equalTo("charging")));
        get("/v1/sessions/north-none").then().statusCode(404);
        get("/v1/sessions?limit=1").then().body("$", hasSize(1));
    }

    private static void shows(String path, String member, Matcher<?> what) {
        get(path).then().statusCode(200).body(member, what);
    }

    private static void awaitRefusal(String path, String problem) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> get(path).then().statusCode(503).body("type", equalTo(PROBLEM + problem)));
    }
}
