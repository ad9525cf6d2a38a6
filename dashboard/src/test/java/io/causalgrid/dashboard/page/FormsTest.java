package io.causalgrid.dashboard.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.causalgrid.dashboard.page.StubCluster.Stubs;
import io.causalgrid.dashboard.page.StubService.Reply;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StubCluster.class)
@NullUnmarked // the stubs are injected
class FormsTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    Stubs stubs;

    @Test
    void aWriteGoesToTheReplicaChosen() {
        stubs.replica(1).reply("POST /write", Reply.json("{\"status\":\"written\",\"vector_clock\":[1,4]}"));

        post("write", "replica", "node1", "key", "a \"b\"", "value", SCRIPT)
                .statusCode(200)
                .body(containsString("node1 accepted the write"))
                .body(containsString("[1,4]"));

        assertThat(stubs.replica(1).requests())
                .contains("POST /write {\"key\":\"a \\\"b\\\"\",\"value\":\"" + SCRIPT + "\"}");
    }

    @Test
    void aValueIsShownAsTextWithItsClock() {
        stubs.replica(0)
                .reply(
                        "GET /get/a%2Fb%20%3Cscript%3E",
                        Reply.json("{\"value\":\"" + SCRIPT + "\",\"vector_clock\":[3,1]}"));

        post("read", "replica", "node0", "key", "a/b <script>")
                .statusCode(200)
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt;"))
                .body(not(containsString(SCRIPT)))
                .body(containsString("[3,1]"));
    }

    @Test
    void aKeyWithoutAValueIsSaidToHaveNone() {
        stubs.replica(0).reply("GET /get/nothing", Reply.json("{\"value\":null,\"vector_clock\":[3,1]}"));

        post("read", "replica", "node0", "key", "nothing")
                .statusCode(200)
                .body(containsString("node0 has no value for this key"));
    }

    @Test
    void aLongValueIsShortened() {
        stubs.replica(0)
                .reply("GET /get/long", Reply.json("{\"value\":\"" + "x".repeat(5000) + "\",\"vector_clock\":[3,1]}"));

        post("read", "replica", "node0", "key", "long")
                .statusCode(200)
                .body(containsString("5000 characters, the first 1000 shown"))
                .body(not(containsString("x".repeat(1001))));
    }

    @Test
    void aReplicasProblemIsShownAsEscapedTextWithItsStatus() {
        stubs.replica(0).reply("POST /write", Reply.problem(413, "Content Too Large", "at most <b>1024</b> bytes"));

        post("write", "replica", "node0", "key", "k", "value", "v")
                .statusCode(413)
                .body(containsString("node0 answered 413 Content Too Large"))
                .body(containsString("at most &lt;b&gt;1024&lt;/b&gt; bytes"));
    }

    @Test
    void anUnknownReplicaIsRefusedAndItsNameEscaped() {
        post("write", "replica", SCRIPT, "key", "k", "value", "v")
                .statusCode(400)
                .body(containsString("There is no replica named"))
                .body(not(containsString(SCRIPT)));
    }

    @Test
    void missingAndMalformedFieldsAreRefusedWithoutAskingAnyone() {
        int asked = stubs.replica(0).requests().size();

        post("write", "replica", "node0").statusCode(400).body(containsString("A key is needed"));
        post("read", "replica", "node0", "key", "").statusCode(400).body(containsString("A key is needed"));
        post("link", "replica", "node0").statusCode(400).body(containsString("A peer is needed"));
        post("link", "replica", "node0", "peer", "node1", "delayMillis", "-1").statusCode(400);
        post("link", "replica", "node0", "peer", "node1", "delayMillis", "60001")
                .statusCode(400);
        post("charge", "vehicle", " ").statusCode(400).body(containsString("A vehicle is needed"));
        post("charge", "vehicle", "7", "energyKwh", "much").statusCode(400);

        assertThat(stubs.replica(0).requests()).hasSize(asked);
    }

    @Test
    void aReplicaThatDoesNotAllowFaultsExplainsItself() {
        stubs.replica(0)
                .reply("PUT /v1/cluster/links/node1", Reply.problem(403, "Forbidden", "Fault injection is off."));

        post("link", "replica", "node0", "peer", "node1", "cut", "true")
                .statusCode(403)
                .body(containsString("Fault injection is off."));
    }

    @Test
    void aLinkIsCutDelayedAndHealed() {
        stubs.replica(1).reply("PUT /v1/cluster/links/node0", new Reply(204, "application/json", ""));

        post("link", "replica", "node1", "peer", "node0", "cut", "true")
                .statusCode(200)
                .body(containsString("is cut"));
        post("link", "replica", "node1", "peer", "node0", "delayMillis", "2000")
                .statusCode(200)
                .body(containsString("is delayed by 2000 ms"));
        post("link", "replica", "node1", "peer", "node0").statusCode(200).body(containsString("is healed"));

        assertThat(stubs.replica(1).requests())
                .containsSubsequence(
                        "PUT /v1/cluster/links/node0 {\"cut\":true,\"delayMillis\":0}",
                        "PUT /v1/cluster/links/node0 {\"cut\":false,\"delayMillis\":2000}",
                        "PUT /v1/cluster/links/node0 {\"cut\":false,\"delayMillis\":0}");
    }

    @Test
    void aChargeShowsWhereItWasRouted() {
        stubs.gateway()
                .reply(
                        "POST /charge",
                        Reply.json(
                                "{\"routed_to\":\"http://127.0.0.1:7001\",\"result\":{\"status\":\"charging\",\"current_load\":3}}"));

        post("charge", "vehicle", "7", "energyKwh", "7.5")
                .statusCode(200)
                .body(containsString("Vehicle 7 is charging"))
                .body(containsString("http://127.0.0.1:7001"));
        post("charge", "vehicle", "bus-1").statusCode(200);

        assertThat(stubs.gateway().requests())
                .contains(
                        "POST /charge {\"vehicle_id\":7,\"energy_kwh\":7.5}",
                        "POST /charge {\"vehicle_id\":\"bus-1\"}");
    }

    @Test
    void anotherOriginsFormsAreRefused() {
        int asked = stubs.replica(0).requests().size();

        write(given().header("Sec-Fetch-Site", "cross-site")).statusCode(403).contentType("application/problem+json");
        write(given().header("Sec-Fetch-Site", "same-site")).statusCode(403);
        write(given().header("Origin", "http://evil.example")).statusCode(403);
        write(given().header("Origin", "null")).statusCode(403);
        assertThat(stubs.replica(0).requests()).hasSize(asked);

        stubs.replica(0).reply("POST /write", Reply.json("{\"status\":\"written\",\"vector_clock\":[1,4]}"));
        write(given().header("Sec-Fetch-Site", "same-origin")).statusCode(200);
        write(given().header("Origin", RestAssured.baseURI + ":" + RestAssured.port))
                .statusCode(200);
    }

    private static ValidatableResponse write(RequestSpecification request) {
        return request.formParam("replica", "node0")
                .formParam("key", "k")
                .post("/forms/write")
                .then();
    }

    private static ValidatableResponse post(String form, String... fields) {
        RequestSpecification request = given();
        for (int index = 0; index < fields.length; index += 2) {
            request = request.formParam(fields[index], fields[index + 1]);
        }
        return request.post("/forms/" + form).then();
    }
}
