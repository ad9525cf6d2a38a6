package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CausalityTokenTest {
    private static final SiteId ELSEWHERE = new SiteId("node1", "elsewhere");

    @Inject
    CausalityTokens tokens;

    @Test
    void everyAnswerCarriesATokenAlsoErrors() {
        for (String path : new String[] {"/get/x", "/status", "/v1/cluster", "/nothing"}) {
            when().get(path).then().header("Causality-Token", notNullValue());
        }
    }

    @Test
    void aTokenOfThisSiteIsSatisfiedAtOnce() {
        String token = given().contentType(ContentType.JSON)
                .body(Map.of("key", "t", "value", "1"))
                .when()
                .post("/write")
                .then()
                .statusCode(200)
                .extract()
                .header("Causality-Token");

        given().header("Causality-Token", token)
                .when()
                .get("/get/t")
                .then()
                .statusCode(200)
                .body("value", equalTo("1"));
    }

    @Test
    void aTokenAheadOfThisSiteWaitsAndThenSaysWhatIsMissing() {
        String ahead = tokens.write(VersionVector.empty().with(new Dot(ELSEWHERE, 1)));

        given().header("Causality-Token", ahead)
                .header("Prefer", "wait=0")
                .when()
                .get("/get/t")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:behind-token"))
                .body("missing", hasItem(ELSEWHERE.toString()));
    }

    @Test
    void aWriteWithATokenAheadIsNotMade() {
        String ahead = tokens.write(VersionVector.empty().with(new Dot(ELSEWHERE, 1)));

        given().header("Causality-Token", ahead)
                .header("Prefer", "wait=0")
                .contentType(ContentType.JSON)
                .body(Map.of("key", "never", "value", "1"))
                .when()
                .post("/write")
                .then()
                .statusCode(503);

        when().get("/get/never").then().body("value", equalTo(null));
    }

    @Test
    void garbledAndForgedTokensAreRefusedAtOnce() {
        String genuine = tokens.write(VersionVector.empty().with(new Dot(ELSEWHERE, 1)));
        char last = genuine.charAt(5) == 'A' ? 'B' : 'A';
        String forged = genuine.substring(0, 5) + last + genuine.substring(6);

        for (String token : new String[] {"x", "%%%", forged, genuine + "AAAA", "A".repeat(5000)}) {
            given().header("Causality-Token", token)
                    .when()
                    .get("/get/t")
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:causalgrid:problem:invalid-token"));
        }
    }

    @Test
    void tokensComeBackAsTheVectorTheyWere() {
        VersionVector vector = VersionVector.empty().with(new Dot(ELSEWHERE, 1)).with(new Dot(ELSEWHERE, 2));

        assertThat(tokens.read(tokens.write(vector))).contains(vector);
        assertThat(tokens.read(tokens.write(VersionVector.empty()))).contains(VersionVector.empty());
    }
}
