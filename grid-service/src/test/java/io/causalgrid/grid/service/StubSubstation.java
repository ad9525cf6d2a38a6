package io.causalgrid.grid.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.LedgerJournal;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.session.ChargeOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A substation with a real ledger behind a small server, which can be slow, full, dead or wrong at will. */
final class StubSubstation {
    /** How it treats requests to charge. */
    enum Mood {
        WILLING,
        /** Takes the request, but keeps its answer back until {@link #answerNow}. */
        SILENT,
        /** Does nothing with the request until {@link #answerNow}, then takes it. */
        LATE,
        FULL,
        /** Finds every request wrong. */
        STRICT
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final String id;
    private final AtomicInteger charges = new AtomicInteger();
    private final int port;
    private Ledger ledger;
    private String instance = "first";
    private volatile Mood mood = Mood.WILLING;
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private @Nullable HttpServer server;

    StubSubstation(String id) {
        this.id = id;
        this.ledger = newLedger(id);
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void become(Mood next) {
        mood = next;
        gate = new CountDownLatch(1);
    }

    void answerNow() {
        gate.countDown();
    }

    synchronized int sessions() {
        return ledger.activeSessions();
    }

    int chargesSeen() {
        return charges.get();
    }

    /** As by kill -9: what it held is gone. */
    synchronized void die() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    synchronized void liveAgain() {
        become(Mood.WILLING);
        charges.set(0);
        instance = instance + "+";
        ledger = newLedger(id);
        if (server == null) {
            server = listen(port);
        }
    }

    private static Ledger newLedger(String id) {
        return new Ledger(
                id,
                new LedgerLimits(10_000, 0, Duration.ofMinutes(1), 10_000, Duration.ofMinutes(1), 10_000),
                LedgerJournal.NONE);
    }

    private HttpServer listen(int wanted) {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 256);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/internal/v1/load", exchange -> answer(exchange, 200, load()));
            made.createContext("/internal/v1/charges", this::charges);
            made.createContext("/internal/v1/charges/claim", this::claim);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Map<String, Object> load() {
        return Map.of(
                "instance",
                instance,
                "version",
                ledger.version(),
                "limitWatts",
                250_000,
                "connectors",
                10_000,
                "powerWatts",
                0,
                "committedWatts",
                ledger.committedWatts(),
                "activeSessions",
                ledger.activeSessions());
    }

    private void charges(HttpExchange exchange) throws IOException {
        var key = key(exchange);
        if (exchange.getRequestMethod().equals("DELETE")) {
            release(key);
            answer(exchange, 204, Map.of());
            return;
        }
        charges.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String vehicle = mapper.readTree(body).path("vehicle_id").asText();
        switch (mood) {
            case WILLING -> admit(exchange, key, vehicle);
            case SILENT -> {
                Admission admission = admit(key, vehicle);
                waitForGate();
                answer(exchange, admission);
            }
            case LATE -> {
                waitForGate();
                admit(exchange, key, vehicle);
            }
            case FULL -> answer(exchange, 503, Map.of("type", "urn:causalgrid:problem:no-capacity", "status", 503));
            case STRICT ->
                answer(
                        exchange,
                        400,
                        Map.of("type", "urn:causalgrid:problem:invalid-request", "status", 400, "detail", "no"));
        }
    }

    private void claim(HttpExchange exchange) throws IOException {
        Admission.Accepted known;
        synchronized (this) {
            known = ledger.claim(key(exchange), now())
                    .filter(Admission.Accepted.class::isInstance)
                    .map(Admission.Accepted.class::cast)
                    .orElse(null);
        }
        if (known == null) {
            answer(exchange, 404, Map.of());
        } else {
            answer(exchange, known);
        }
    }

    private void admit(HttpExchange exchange, ChargeKey key, String vehicle) throws IOException {
        answer(exchange, admit(key, vehicle));
    }

    private synchronized Admission admit(ChargeKey key, String vehicle) {
        return ledger.admit(key, new ChargeOrder(vehicle, null, null, null), now());
    }

    private synchronized void release(ChargeKey key) {
        ledger.release(key, now());
    }

    private void answer(HttpExchange exchange, Admission admission) throws IOException {
        if (admission instanceof Admission.Accepted accepted) {
            answer(
                    exchange,
                    200,
                    Map.of(
                            "sessionId", accepted.terms().id(),
                            "currentLoad", accepted.activeSessions(),
                            "instance", instance,
                            "version", accepted.version(),
                            "commitmentWatts", accepted.terms().commitmentWatts()));
        } else {
            answer(exchange, 409, Map.of("type", "urn:causalgrid:problem:attempt-released", "status", 409));
        }
    }

    private void answer(HttpExchange exchange, int status, Map<String, ?> document) throws IOException {
        byte[] json = mapper.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, status == 204 ? -1 : json.length);
        if (status != 204) {
            exchange.getResponseBody().write(json);
        }
        exchange.close();
    }

    private void waitForGate() {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ChargeKey key(HttpExchange exchange) {
        return new ChargeKey(
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Causalgrid-Attempt")));
    }

    private static Moment now() {
        Instant now = Instant.now();
        return new Moment(now, now);
    }
}
