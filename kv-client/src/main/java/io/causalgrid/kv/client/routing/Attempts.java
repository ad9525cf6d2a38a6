package io.causalgrid.kv.client.routing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one endpoint once, and keeps what that says about the endpoint. Thread-safe. */
final class Attempts {
    private static final String IDENTITY_PATH = "/v1/cluster/members";

    private final HttpTransport transport;
    private final Settings settings;
    private final BodyHandler<byte[]> body;

    /**
     * What goes with a request in one call.
     *
     * @param id of a write
     * @param firstSite who a repeated write was tried with first, with the incarnation
     */
    record Envelope(
            @Nullable String token,
            @Nullable String id,
            @Nullable String firstSite) {}

    Attempts(HttpTransport transport, Settings settings) {
        this.transport = transport;
        this.settings = settings;
        this.body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.answerBytesMax());
    }

    /** Asks. The time that is left bounds the attempt, and if it is the tighter bound, running out of it says nothing. */
    Outcome ask(Route.Ask ask, Request request, Envelope envelope, Deadline deadline) throws InterruptedException {
        boolean judged = false;
        try {
            Duration full = settings.attemptTimeout().plus(wait(request, envelope));
            Duration left = deadline.left();
            Duration timeout = full.compareTo(left) <= 0 ? full : left;
            Outcome outcome = send(ask.endpoint(), http(ask.endpoint(), request, envelope, left), timeout);
            judged = judge(ask, outcome, timeout.equals(full));
            return outcome;
        } finally {
            if (!judged) {
                ask.permit().withdrawn();
            }
        }
    }

    /**
     * Makes sure that the endpoint has said who is there, so that a write whose answer is lost can be repeated under it.
     *
     * @return the reason why nothing more can be asked there, or null if all is well
     */
    @Nullable
    String learnIdentity(Endpoint endpoint, Deadline deadline) throws InterruptedException {
        if (endpoint.identity().isPresent()) {
            return null;
        }
        var request = HttpRequest.newBuilder(URI.create(endpoint.uri() + IDENTITY_PATH))
                .build();
        Duration left = deadline.left();
        Duration timeout = settings.attemptTimeout().compareTo(left) <= 0 ? settings.attemptTimeout() : left;
        return switch (send(endpoint, request, timeout)) {
            case Outcome.Unreached(String reason) -> reason;
            case Outcome.Unknown(String reason, boolean _) -> reason;
            case Outcome.Settled _, Outcome.NotHere _, Outcome.StillAtIt _ -> null;
        };
    }

    private Outcome send(Endpoint endpoint, HttpRequest request, Duration timeout) throws InterruptedException {
        Exchange<byte[]> exchange = transport.exchange(request, body, timeout);
        if (exchange instanceof Exchange.Answered<byte[]>(HttpResponse<byte[]> response)) {
            endpoint.answered(response.headers().firstValue("Served-By"));
        }
        return Outcome.of(exchange);
    }

    /** Whether it says something about the endpoint; being late does not if there was too little time. */
    private static boolean judge(Route.Ask ask, Outcome outcome, boolean hadItsTime) {
        switch (outcome) {
            case Outcome.Settled _, Outcome.NotHere _, Outcome.StillAtIt _ ->
                ask.permit().succeeded();
            case Outcome.Unreached(String reason) -> ask.failed(reason);
            case Outcome.Unknown(String reason, boolean late) -> {
                if (late && !hadItsTime) {
                    ask.endpoint().failed(reason);
                    return false;
                }
                ask.failed(reason);
            }
        }
        return true;
    }

    private HttpRequest http(Endpoint endpoint, Request request, Envelope envelope, Duration left) {
        var builder = HttpRequest.newBuilder(URI.create(endpoint.uri() + request.path()))
                .method(request.method(), request.body());
        headers(request, envelope, left).forEach(header -> builder.header(header.name(), header.value()));
        return builder.build();
    }

    private List<Request.Header> headers(Request request, Envelope envelope, Duration left) {
        var headers = new ArrayList<>(request.headers());
        add(headers, "Causality-Token", envelope.token());
        add(headers, "Idempotency-Key", envelope.id());
        add(headers, "Idempotency-First-Site", envelope.firstSite());
        Duration wait = wait(request, envelope);
        if (!wait.isZero()) {
            headers.add(new Request.Header("Prefer", "wait=" + Math.min(wait.toSeconds(), left.toSeconds())));
        }
        return headers;
    }

    private Duration wait(Request request, Envelope envelope) {
        Duration forToken = envelope.token() == null ? Duration.ZERO : settings.tokenWait();
        return forToken.compareTo(request.patience()) >= 0 ? forToken : request.patience();
    }

    private static void add(List<Request.Header> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(new Request.Header(name, value));
        }
    }
}
