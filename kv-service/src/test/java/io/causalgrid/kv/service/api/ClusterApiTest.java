package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class ClusterApiTest {
    @Test
    void theDocumentNamesAllMembersAndSaysWhichCannotBeReached() {
        when().get("/v1/cluster")
                .then()
                .statusCode(200)
                .body("site", equalTo("node0"))
                .body("state", equalTo("ready"))
                .body("members.name", contains("node0", "node1", "node2"))
                .body("members.self", contains(true, false, false))
                .body("members[0].link", nullValue())
                .body("members[1].vectorClock", nullValue())
                .body("members[1].link.cut", equalTo(false))
                .body("digest.length()", equalTo(32));
    }

    @Test
    void linksCannotBeCutUnlessFaultInjectionIsOn() {
        given().contentType(ContentType.JSON)
                .body("{\"cut\":true}")
                .when()
                .put("/v1/cluster/links/node1")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:fault-injection-off"));

        when().get("/v1/cluster").then().body("members[1].link.cut", equalTo(false));
    }

    @Test
    void eventsBeginWithTheDocumentAndGoOnWithWhatHappens() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/cluster/events"))
                .build();
        var client = HttpClient.newHttpClient();
        try {
            var lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .iterator();

            assertThat(nextEvent(lines)).isEqualTo("event:cluster");
            given().contentType(ContentType.JSON)
                    .body("{\"key\":\"watched\",\"value\":\"now\"}")
                    .post("/write")
                    .then()
                    .statusCode(200);
            String event = nextEvent(lines);
            while (!event.equals("event:write")) {
                event = nextEvent(lines);
            }
            assertThat(lines.next()).startsWith("data:").contains("\"key\":\"watched\"");
        } finally {
            client.shutdownNow(); // close would wait for the end of an endless answer
        }
    }

    @Test
    void metricsHealthAndOpenApiAreServed() {
        when().get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("kv_vector_entry{member=\"node0\",site=\"node0\"}"))
                .body(containsString("kv_link_up{peer=\"node1\",site=\"node0\"} 0"))
                .body(containsString("kv_write_seconds_bucket"));
        when().get("/q/health/ready").then().statusCode(200);
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/openapi").then().statusCode(200).body(containsString("/write"));
    }

    @Test
    void replicationIsNotForStrangers() {
        given().body(new byte[] {1, 2, 3})
                .contentType("application/octet-stream")
                .when()
                .post("/internal/v1/replication/stream")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    private static String nextEvent(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("event:")) {
            line = lines.next();
        }
        return line;
    }
}
