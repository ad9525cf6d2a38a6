package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.session.CausalityToken;
import io.causalgrid.kv.service.session.CausalityTokens;
import io.causalgrid.kv.service.session.SiteFingerprints;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
                .body("missing", hasSize(1))
                .body("missing[0].site", nullValue())
                .body("missing[0].needed", equalTo(1))
                .body("missing[0].applied", equalTo(0))
                .body("canServe", hasSize(0))
                .header("Causality-Token", ahead);
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
    void aTokenIsCoveredByWhatItWasMadeOf() {
        VersionVector one = VersionVector.empty().with(new Dot(ELSEWHERE, 1));
        VersionVector two = one.with(new Dot(ELSEWHERE, 2));
        CausalityToken token = tokens.read(tokens.write(two)).orElseThrow();

        assertThat(token.test(two)).isTrue();
        assertThat(token.test(one)).isFalse();
        assertThat(token.resolve(two)).isEqualTo(two);
        assertThat(token.missingFrom(one))
                .containsExactly(
                        new CausalityToken.Missing(SiteFingerprints.of(ELSEWHERE), Optional.of(ELSEWHERE), 2, 1));
        assertThat(tokens.read(tokens.write(VersionVector.empty()))
                        .orElseThrow()
                        .test(VersionVector.empty()))
                .isTrue();
    }

    @Test
    void aTokenOfThreeSitesHasAtMostSixtyCharacters() {
        var entries = new TreeMap<SiteId, Long>();
        for (String name : new String[] {"node0", "node1", "a-member-with-a-long-name.example.org"}) {
            entries.put(new SiteId(name, "0123456789abcdef0123456789abcdef"), (1L << 42) - 1);
        }

        assertThat(tokens.write(VersionVector.of(entries))).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void aLostWriteIsToldFromOneThatMayStillCome() {
        VersionVector here = VersionVector.empty().with(new Dot(ELSEWHERE, 1));
        var missing = new CausalityToken.Missing(SiteFingerprints.of(ELSEWHERE), Optional.of(ELSEWHERE), 3, 1);
        var renamed = new SiteId("node1", "later");

        assertThat(missing.isExcludedBy(here, renamed)).isTrue();
        assertThat(missing.isExcludedBy(here, ELSEWHERE)).isFalse();
        assertThat(missing.isExcludedBy(here.with(new Dot(ELSEWHERE, 2)), renamed))
                .isFalse();
    }
}
