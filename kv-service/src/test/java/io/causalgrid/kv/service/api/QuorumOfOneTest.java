package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one member of a cluster has nobody to catch up with, and may be counted once that is on its disk. */
@QuarkusTest
@TestProfile(QuorumOfOneTest.Alone.class)
class QuorumOfOneTest {
    /** A cluster of one. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("causalgrid.kv.members", "node0=http://127.0.0.1:5000");
        }
    }

    @Test
    void whoMayBeCountedSaysAmongWhom() {
        await().atMost(Duration.ofSeconds(20)).until(() -> read().statusCode() == 200);

        String members = read().header("Quorum-Members");

        assertThat(members).matches("1; [0-9a-f]{1,64}; unchanged");
        assertThat(given().header("Quorum", "required")
                        .get("/v1/kv?values=true&prefix={prefix}", "grid/")
                        .header("Quorum-Members"))
                .isEqualTo(members);
        assertThat(given().header("Quorum", "required")
                        .body("x")
                        .put("/v1/kv/k")
                        .header("Quorum-Members"))
                .isEqualTo(members);
        assertThat(given().header("Quorum", "required").get("/v1/kv/k").header("Quorum-Members"))
                .isEqualTo(members);
        given().get("/v1/kv/k").then().header("Quorum-Members", nullValue());
    }

    private static Response read() {
        return given().contentType(ContentType.JSON)
                .header("Quorum", "required")
                .body(Map.of("keys", List.of("k"), "versions", true))
                .post("/v1/batch/read");
    }
}
