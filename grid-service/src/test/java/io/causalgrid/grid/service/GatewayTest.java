package io.causalgrid.grid.service;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

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

    /** Answers /route by the vehicle's number: a status, or 200. */
    public static class OneBalancer implements QuarkusTestResourceLifecycleManager {
        private final List<String> keys = new CopyOnWriteArrayList<>();
        private @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
                made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                made.createContext("/route", exchange -> {
                    keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    int status = body.contains("\"400\"") ? 400 : body.contains("\"503\"") ? 503 : 200;
                    String answer = status == 200
                            ? "{\"routed_to\":\"http://s1\",\"result\":{\"status\":\"charging\",\"current_load\":1}}"
                            : "{\"type\":\"urn:causalgrid:problem:no-capacity\",\"status\":" + status
                                    + ",\"title\":\"No\",\"detail\":\"full\"}";
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
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
            charge(vehicle).then().statusCode(200).body("routed_to", equalTo("http://s1"));
        }
        assertThat(get("/metrics").asString())
                .containsPattern("grid_gateway_attempts_total\\{balancer=\"http://127.0.0.1:1\"[^}]*} [1-9]");
    }

    @Test
    void aBalancersRefusalIsPassedOnOnce() {
        int before = keysSeen.size();

        charge(400)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("full"));
        charge(503)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:no-capacity"));

        assertThat(keysSeen).hasSize(before + 2).doesNotHaveDuplicates();
    }

    @Test
    void withoutABalancerThatAnswersItIsNotReadyAndCannotList() {
        get("/q/health/ready").then().statusCode(503);
        get("/v1/substations").then().statusCode(503).contentType("application/problem+json");
    }

    private static Response charge(int vehicle) {
        return given().contentType("application/json")
                .body("{\"vehicle_id\": \"" + vehicle + "\"}")
                .post("/charge");
    }
}
