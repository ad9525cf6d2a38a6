package io.causalgrid.grid.service;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A gateway by itself, with one balancer that does not exist and one stub. */
@QuarkusTest
@TestProfile(GatewayTest.Alone.class)
@QuarkusTestResource(value = GatewayTest.OneBalancer.class, restrictToAnnotatedClass = true)
class GatewayTest {
    /** Only the gateway role. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("causalgrid.grid.roles", "gateway");
        }
    }

    /** Answers /route by the vehicle's name: a status, or {@code lost} the first time, or 200. */
    public static class OneBalancer implements QuarkusTestResourceLifecycleManager {
        private final List<String> keys = new CopyOnWriteArrayList<>();
        private final Set<String> lost = ConcurrentHashMap.newKeySet();
        private @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
                made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                made.createContext("/route", this::route);
                made.start();
                server = made;
                // Port 1 refuses connections: a balancer that is down.
                return Map.of(
                        "causalgrid.grid.balancers",
                        "http://127.0.0.1:1,http://127.0.0.1:"
                                + made.getAddress().getPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void route(HttpExchange exchange) throws IOException {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            String isNew = exchange.getRequestHeaders().getFirst("Causalgrid-Key-Is-New");
            keys.add(key + " " + isNew);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("\"lost\"") && lost.add(key)) {
                exchange.close(); // and the connection with it
                return;
            }
            int status = body.contains("\"400\"") ? 400 : body.contains("\"503\"") ? 503 : 200;
            if (status == 200) {
                exchange.getResponseHeaders().add("Location", "/v1/sessions/s1-1");
            } else {
                exchange.getResponseHeaders().add("Retry-After", "17");
            }
            byte[] bytes = (status == 200 ? ROUTED : """
                {"type":"urn:causalgrid:problem:no-capacity","status":%d,"title":"No","detail":"full",
                "text":"a","number":1.5,"flag":true,"nothing":null,"list":[1,"two"],"object":{"deep":{"er":[]}}}
                """.formatted(status)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        private static final String ROUTED =
                "{\"routed_to\":\"http://s1\",\"result\":{\"status\":\"charging\",\"current_load\":1}}";

        @Override
        public void inject(Object test) {
            if (test instanceof GatewayTest gatewayTest) {
                gatewayTest.keysSeen = keys;
            }
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stop(0);
            }
        }
    }

    private List<String> keysSeen = List.of();

    @Test
    void aDeadBalancerIsPassedOverForTheNext() {
        for (int vehicle = 0; vehicle < 20; vehicle++) {
            charge(Integer.toString(vehicle)).then().statusCode(200).body("routed_to", equalTo("http://s1"));
        }
        assertThat(get("/metrics").asString())
                .containsPattern("grid_gateway_attempts_total\\{balancer=\"http://127.0.0.1:1\"[^}]*} [1-9]");
    }

    @Test
    void aBalancersRefusalIsPassedOnOnceAndWhole() {
        int before = keysSeen.size();

        for (int status : List.of(400, 503)) {
            charge(Integer.toString(status))
                    .then()
                    .statusCode(status)
                    .contentType("application/problem+json")
                    .header("Retry-After", equalTo("17"))
                    .body("type", equalTo("urn:causalgrid:problem:no-capacity"))
                    .body("title", equalTo("No"))
                    .body("detail", equalTo("full"))
                    .body("instance", equalTo("/charge"))
                    .body("text", equalTo("a"))
                    .body("number", equalTo(1.5f))
                    .body("flag", equalTo(true))
                    .body("list", equalTo(List.of(1, "two")))
                    .body("object.deep.er", equalTo(List.of()));
        }

        assertThat(keysSeen).hasSize(before + 2).doesNotHaveDuplicates();
    }

    @Test
    void aLostAnswerIsAskedForAgainWithTheSameKeyWhichIsNotNewThen() {
        for (int i = 0; i < 2; i++) {
            int before = keysSeen.size();

            charge("lost")
                    .then()
                    .statusCode(200)
                    .header("Location", endsWith("/v1/sessions/s1-1"))
                    .body("routed_to", equalTo("http://s1"));

            assertThat(keysSeen).hasSize(before + 2);
            String key = keysSeen.get(before).replace(" true", "");
            assertThat(keysSeen.subList(before, before + 2)).containsExactly(key + " true", key + " false");
        }
    }

    @Test
    void withoutABalancerThatAnswersItIsNotReadyAndCannotList() {
        get("/q/health/ready").then().statusCode(503);
        get("/v1/substations").then().statusCode(503).contentType("application/problem+json");
    }

    private static Response charge(String vehicle) {
        return given().contentType("application/json")
                .body("{\"vehicle_id\": \"" + vehicle + "\"}")
                .post("/charge");
    }
}
