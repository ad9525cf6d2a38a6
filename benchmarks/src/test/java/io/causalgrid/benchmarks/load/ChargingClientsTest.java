package io.causalgrid.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causalgrid.benchmarks.load.ChargingClients.Charges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChargingClientsTest {
    private static final String IN_DOUBT = "{\"type\":\"urn:causalgrid:problem:in-doubt\",\"status\":503}";
    private static final int ENOUGH = 40;

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private HttpServer server;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/charge", this::charge);
        server.createContext("/v1/sessions/", this::end);
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Every tenth request is refused, and every tenth after five gets no answer. */
    private void charge(HttpExchange exchange) throws IOException {
        int number = asked.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        assertThat(keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key")))
                .isTrue();
        if (number % 10 == 5) {
            exchange.close();
        } else if (number % 10 == 0) {
            answer(exchange, 503, IN_DOUBT);
        } else {
            String session = "/v1/sessions/s1-" + number;
            sessions.add(session);
            exchange.getResponseHeaders().set("Location", session);
            answer(exchange, 200, "{}");
        }
    }

    /** Every fifth end is refused at first. */
    private void end(HttpExchange exchange) throws IOException {
        if (ended.incrementAndGet() % 5 == 0) {
            answer(exchange, 503, IN_DOUBT);
        } else {
            sessions.remove(exchange.getRequestURI().getPath());
            answer(exchange, 204, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void whatIsAnsweredWithASessionIsTimedAndAllElseIsCountedByItsKind() {
        Charges charges = new ChargingClients(url, 1).chargeUntil(() -> asked.get() >= ENOUGH);

        assertThat(charges.times().count()).isEqualTo(ENOUGH * 8 / 10);
        assertThat(charges.failures().byKind())
                .containsAllEntriesOf(Map.of("503 in-doubt", 4L, "no answer", 4L))
                .containsKey("DELETE 503 in-doubt");
        assertThat(charges.perSecond()).isPositive();
    }

    @Test
    void severalClientsAddUpAndNoSessionIsLeft() {
        Charges charges = new ChargingClients(url, 4).chargeUntil(() -> asked.get() >= ENOUGH);

        assertThat(charges.times().count()).isGreaterThanOrEqualTo(ENOUGH * 7 / 10);
        assertThat(sessions).isEmpty();
    }
}
