package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One replica alone; its two peers are down, and it must not mind. */
@QuarkusTest
class SimpleApiTest {
    @Test
    void aWriteIsReadBackAndCountsInItsOwnEntry() {
        long before = ownEntry();

        write("greeting", "hello")
                .statusCode(200)
                .body("status", equalTo("written"))
                .body("vector_clock", hasItem((int) before + 1));

        when().get("/get/greeting")
                .then()
                .statusCode(200)
                .body("value", equalTo("hello"))
                .body("vector_clock.size()", equalTo(3));
    }

    @Test
    void anUnknownKeyIsNullNotMissing() {
        when().get("/get/nobody-wrote-this")
                .then()
                .statusCode(200)
                .body("$", hasKey("value"))
                .body("value", nullValue());
    }

    @Test
    void keysWithSlashesPercentSignsAndSpacesRoundTrip() {
        for (String key : List.of("a/b/c", "100 %", "%2F", "schlüssel 🔑", "a?b#c")) {
            write(key, "value of " + key).statusCode(200);

            given().pathParam("key", key)
                    .when()
                    .get("/get/{key}")
                    .then()
                    .statusCode(200)
                    .body("value", equalTo("value of " + key));
        }
    }

    @Test
    void statusShowsStoreClockAndBuffer() {
        write("shown", "yes").statusCode(200);

        when().get("/status")
                .then()
                .statusCode(200)
                .body("store.shown", equalTo("yes"))
                .body("vector_clock.size()", equalTo(3))
                .body("buffer", notNullValue());
    }

    @Test
    void aWriteFromElsewhereIsDeliveredOnceAndBufferedBeforeItsCause() {
        List<Integer> clock = status().getList("vector_clock");
        int node2 = clock.get(2);
        var first = put("by-hand", "1", List.of(clock.get(0), clock.get(1), node2 + 1), 2);
        var second = put("by-hand", "2", List.of(clock.get(0), clock.get(1), node2 + 2), 2);

        deliver(second).body("status", equalTo("buffered"));
        deliver(second).body("status", equalTo("duplicate"));
        assertThat(status().getList("buffer")).hasSize(1);
        assertThat(status().getList("buffer.vector_clock[0]")).containsExactly(clock.get(0), clock.get(1), node2 + 2);

        deliver(first).body("status", equalTo("delivered"));
        deliver(first).body("status", equalTo("duplicate"));
        deliver(second).body("status", equalTo("duplicate"));

        when().get("/get/by-hand").then().body("value", equalTo("2"));
        assertThat(status().getList("buffer")).isEmpty();
        assertThat(status().<Integer>getList("vector_clock")).last().isEqualTo(node2 + 2);
    }

    @Test
    void aWriteInThisReplicasOwnNameThatItNeverMadeIsRefused() {
        List<Integer> clock = status().getList("vector_clock");

        given().contentType(ContentType.JSON)
                .body(put("x", "forged", List.of(clock.get(0) + 1, clock.get(1), clock.get(2)), 0))
                .when()
                .post("/put")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:own-write-unknown"));
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("/write", "{\"key\":", 400),
                Arguments.of("/write", "", 400),
                Arguments.of("/write", "null", 400),
                Arguments.of("/write", "[]", 400),
                Arguments.of("/write", "{\"key\":\"x\"}", 400),
                Arguments.of("/write", "{\"value\":\"x\"}", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"value\":5}", 400),
                Arguments.of("/write", "{\"key\":7,\"value\":\"x\"}", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"value\":{\"a\":1}}", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"key\":\"y\",\"value\":\"a\"}", 400),
                Arguments.of("/write", "{\"key\":\"\",\"value\":\"a\"}", 400),
                Arguments.of("/write", "{\"key\":\"" + "k".repeat(1025) + "\",\"value\":\"a\"}", 400),
                Arguments.of("/write", "{\"key\":\"\\ud800\",\"value\":\"a\"}", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"value\":\"\\udc00\"}", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"value\":\"a\"} trailing", 400),
                Arguments.of("/write", "{\"key\":\"x\",\"value\":\"" + "v".repeat(1 << 20) + "v\"}", 413),
                Arguments.of("/write", "\"" + "v".repeat(9 << 20) + "\"", 413),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,0],\"sender\":0}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,0,0],\"sender\":3}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,0,0],\"sender\":-1}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,-1,0],\"sender\":0}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,null,0],\"sender\":0}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1.5,0,0],\"sender\":0}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":\"1\",\"sender\":0}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[0,0,0],\"sender\":1}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"vector_clock\":[1,0,0]}", 400),
                Arguments.of("/put", "{\"key\":\"x\",\"value\":\"a\",\"sender\":1}", 400));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void badInputGetsAProblemAndChangesNothing(String path, String body, int status) {
        List<Object> before = state();

        given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", notNullValue())
                .body("detail", notNullValue());

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void unknownRoutesMethodsAndMediaTypesGetProblems() {
        problem(when().get("/nothing/here").then(), 404);
        problem(when().delete("/write").then(), 405);
        problem(when().get("/get/").then(), 404);
        problem(
                given().contentType("text/plain")
                        .body("x")
                        .when()
                        .post("/write")
                        .then(),
                415);
    }

    @Test
    void manyClientsAtOnceGetClocksOfTheirOwn() throws InterruptedException {
        long before = ownEntry();
        var clocks = Collections.synchronizedSet(new HashSet<List<Integer>>());
        var clients = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> {
                    for (int i = 0; i < 25; i++) {
                        clocks.add(write("contended", "v").extract().jsonPath().getList("vector_clock"));
                    }
                }))
                .limit(8)
                .toList();

        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(clocks).hasSize(200);
        assertThat(ownEntry()).isEqualTo(before + 200);
    }

    private static void problem(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("instance", startsWith("/"));
    }

    private static ValidatableResponse write(String key, String value) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("key", key, "value", value))
                .when()
                .post("/write")
                .then();
    }

    private static Map<String, Object> put(String key, String value, List<Integer> clock, int sender) {
        return Map.of("key", key, "value", value, "vector_clock", clock, "sender", sender);
    }

    private static ValidatableResponse deliver(Map<String, Object> put) {
        return given().contentType(ContentType.JSON)
                .body(put)
                .when()
                .post("/put")
                .then()
                .statusCode(200);
    }

    private static long ownEntry() {
        return status().getLong("vector_clock[0]");
    }

    private static JsonPath status() {
        return when().get("/status").then().statusCode(200).extract().jsonPath();
    }

    /** What the data come to: other tests have left so many that to show them takes seconds. */
    private static List<Object> state() {
        JsonPath cluster =
                when().get("/v1/cluster").then().statusCode(200).extract().jsonPath();
        return List.of(cluster.getString("digest"), cluster.getMap("vector"), cluster.getInt("bufferDepth"));
    }
}
