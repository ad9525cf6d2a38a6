package io.causalgrid.grid.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.Confirmation;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.LedgerJournal;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.ledger.Offer;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.ReservationAnswer;
import io.causalgrid.grid.service.wire.SessionView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A substation with a real ledger behind a small server, which can be slow, full, dead or wrong at will. What it has decided
 * of keys, others see at once in the store that they share.
 */
public final class StubSubstation {
    /** How it treats requests. */
    public enum Mood {
        WILLING,
        /** Reserves, but keeps its answer back until {@link #answerNow}. */
        SILENT,
        /** Does nothing with a wish to reserve until {@link #answerNow}, then reserves. */
        LATE,
        /** Confirms, but keeps its answer back until {@link #answerNow}. */
        FORGETFUL,
        /** Does nothing with a confirmation until {@link #answerNow}. */
        DEAF,
        FULL,
        /** Finds every request wrong. */
        STRICT,
        /** Reaches no majority of the store. */
        UNDECIDED,
        /** Has reservations that the store does not take in time. */
        UNSTORED,
        /** Another process owns the substation. */
        NOT_OWNER
    }

    /** How long a reservation lasts. */
    public static final Duration LASTS = Duration.ofSeconds(2);

    private static final String PROBLEM = "urn:causalgrid:problem:";

    private final ObjectMapper mapper =
            new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final String id;
    private final StubStore store;
    private final AtomicInteger reservations = new AtomicInteger();
    private final int port;
    private Ledger ledger;
    private String instance = "first";
    private volatile Mood mood = Mood.WILLING;
    private volatile String owner = "";
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private @Nullable HttpServer server;

    StubSubstation(String id, StubStore store) {
        this.id = id;
        this.store = store;
        this.ledger = newLedger();
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void become(Mood next) {
        mood = next;
        gate = new CountDownLatch(1);
    }

    /** Another process owns the substation, and this one says where. */
    public void yieldTo(StubSubstation other) {
        owner = other.url();
        become(Mood.NOT_OWNER);
    }

    public void answerNow() {
        gate.countDown();
    }

    /** The sessions that charge there. */
    public int sessions() {
        synchronized (store) {
            return ledger.charging().size();
        }
    }

    /** The connectors that are taken, those only reserved included. */
    public int connectorsTaken() {
        synchronized (store) {
            ledger.expire(now());
            return ledger.activeSessions();
        }
    }

    /** How often it was asked to reserve. */
    public int reservationsSeen() {
        return reservations.get();
    }

    /** Ends all its sessions, as drivers or operators do. */
    public void endAll() {
        synchronized (store) {
            ledger.active().forEach(session -> {
                ledger.end(session, EndReason.STOPPED, now());
                store.became(session.terms().id(), ReservationAnswer.Elsewhere.ENDED);
            });
        }
    }

    /** As by kill -9. */
    public synchronized void die() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** With all that it had. */
    public synchronized void comeBack() {
        become(Mood.WILLING);
        if (server == null) {
            server = listen(port);
        }
    }

    /** As if it had never been. */
    public void liveAgain() {
        synchronized (store) {
            store.forgetAllOf(id);
            instance = instance + "+";
            ledger = newLedger();
        }
        reservations.set(0);
        comeBack();
    }

    private Ledger newLedger() {
        // Ids of a ledger that is gone are not given again.
        return new Ledger(
                id + "-" + instance.length(),
                new Offer(
                        IntStream.rangeClosed(1, 10_000)
                                .mapToObj(Integer::toString)
                                .toList(),
                        SessionDefaults.STANDARD),
                new LedgerLimits(0, LASTS, 10_000, Duration.ofMinutes(1), 10_000),
                LedgerJournal.NONE);
    }

    private HttpServer listen(int wanted) {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 256);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/internal/v1/load", this::load);
            made.createContext("/internal/v1/reservations", this::reservations);
            made.createContext("/internal/v1/sessions/", this::session);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(HttpExchange exchange) throws IOException {
        if (mood == Mood.NOT_OWNER) {
            notOwner(exchange);
            return;
        }
        Map<String, Object> load = new LinkedHashMap<>();
        synchronized (store) {
            ledger.expire(now());
            load.put("instance", instance);
            load.put("version", ledger.version());
            load.put("limitWatts", 250_000);
            load.put("connectors", 10_000);
            load.put("powerWatts", 0);
            load.put("committedWatts", ledger.committedWatts());
            load.put("activeSessions", ledger.activeSessions());
        }
        answer(exchange, 200, load);
    }

    private void reservations(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("DELETE")) {
            giveBack(attempt(exchange));
            answer(exchange, 204, Map.of());
        } else if (path.endsWith("/confirm")) {
            confirm(exchange, path.split("/", -1)[4]);
        } else {
            reservations.incrementAndGet();
            reserve(exchange, attempt(exchange), mapper.readTree(body));
        }
    }

    private void reserve(HttpExchange exchange, Attempt attempt, JsonNode body) throws IOException {
        switch (mood) {
            case WILLING, FORGETFUL, DEAF -> answer(exchange, reserve(attempt, order(body)));
            case SILENT -> {
                Answer answer = reserve(attempt, order(body));
                waitForGate();
                answer(exchange, answer);
            }
            case LATE -> {
                waitForGate();
                answer(exchange, reserve(attempt, order(body)));
            }
            case FULL -> answer(exchange, Answer.problem(503, "no-capacity"));
            case STRICT -> answer(exchange, Answer.problem(400, "invalid-request"));
            case UNDECIDED -> answer(exchange, Answer.problem(503, "in-doubt"));
            case UNSTORED -> answer(exchange, Answer.problem(503, "not-stored"));
            case NOT_OWNER -> notOwner(exchange);
        }
    }

    private Answer reserve(Attempt attempt, ChargeOrder order) {
        synchronized (store) {
            ledger.expire(now());
            try {
                Optional<ReservationAnswer> rival =
                        ledger.find(attempt, order, now()).isPresent()
                                ? Optional.empty()
                                : store.rival(attempt.key(), id, order);
                return rival.map(Answer::of).orElseGet(() -> admit(attempt, order));
            } catch (StubStore.Reused e) {
                return Answer.problem(422, "idempotency-key-reused");
            }
        }
    }

    private Answer admit(Attempt attempt, ChargeOrder order) {
        return switch (ledger.reserve(attempt, order, now())) {
            case Admission.Reserved(var terms, Instant until, long version) -> {
                store.reserved(attempt.key(), id, terms.id(), order, until);
                yield Answer.of(new ReservationAnswer.Reserved(terms.id(), instance, version, terms.commitmentWatts()));
            }
            case Admission.Known(Session session) ->
                Answer.of(new ReservationAnswer.Here(view(session), ledger.activeSessions()));
            case Admission.UnderWay _, Admission.Queued _ -> Answer.of(new ReservationAnswer.UnderWay(id));
            case Admission.KeyReused() -> Answer.problem(422, "idempotency-key-reused");
            case Admission.NoConnector _ -> Answer.problem(503, "no-capacity");
        };
    }

    private void confirm(HttpExchange exchange, String sessionId) throws IOException {
        if (mood == Mood.DEAF) {
            waitForGate();
        }
        Confirmation confirmation;
        synchronized (store) {
            confirmation = ledger.confirm(sessionId, now());
            if (confirmation instanceof Confirmation.Accepted) {
                store.became(sessionId, ReservationAnswer.Elsewhere.CONFIRMED);
            }
        }
        if (mood == Mood.FORGETFUL) {
            waitForGate();
        }
        switch (confirmation) {
            case Confirmation.Accepted(var _, int sessions) ->
                answer(exchange, 200, new Admitted(sessionId, sessions, id));
            case Confirmation.Gone() -> answer(exchange, Answer.problem(410, "reservation-gone"));
        }
    }

    private void giveBack(Attempt attempt) {
        synchronized (store) {
            ledger.giveBack(attempt, now())
                    .ifPresent(ended -> store.forget(ended.terms().id()));
        }
    }

    private void session(HttpExchange exchange) throws IOException {
        Session session;
        synchronized (store) {
            session = ledger.session(exchange.getRequestURI().getPath().split("/", -1)[4]);
        }
        if (session == null) {
            answer(exchange, Answer.problem(404, "unknown-session"));
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            answer(exchange, 204, Map.of());
        } else {
            answer(exchange, 200, view(session));
        }
    }

    private SessionView view(Session session) {
        return SessionView.of(session, id, 0, "");
    }

    private void notOwner(HttpExchange exchange) throws IOException {
        var problem = Map.of("type", PROBLEM + "not-owner", "status", 503, "owner", owner);
        answer(exchange, 503, problem);
    }

    /** An answer, put together under the store's monitor. */
    private record Answer(int status, Object document) {
        static Answer of(ReservationAnswer answer) {
            return new Answer(200, answer);
        }

        static Answer problem(int status, String name) {
            return new Answer(status, Map.of("type", PROBLEM + name, "status", status, "title", "No", "detail", name));
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        answer(exchange, answer.status(), answer.document());
    }

    private void answer(HttpExchange exchange, int status, Object document) throws IOException {
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

    private static ChargeOrder order(JsonNode body) {
        Double energy = body.has("energy_kwh") ? body.path("energy_kwh").asDouble() * 1_000 : null;
        return new ChargeOrder(body.path("vehicle_id").asText(), energy, null, null);
    }

    private static Attempt attempt(HttpExchange exchange) {
        return new Attempt(
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Causalgrid-Attempt")));
    }

    private static Moment now() {
        Instant now = Instant.now();
        return new Moment(now, now, now);
    }
}
