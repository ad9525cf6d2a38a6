package io.causalgrid.kv.service.watch;

import io.causalgrid.http.edge.Query;
import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.causalgrid.kv.service.session.Tokens;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads what a client asks for. What cannot be read is a problem, thrown as {@link HttpProblem}. */
@Singleton
class WatchRequests {
    private static final Set<String> PARAMETERS = Set.of("prefix", "from");

    private final Tokens tokens;
    private final SessionGate gate;
    private final int prefixBytesMax;

    WatchRequests(Tokens tokens, SessionGate gate, KvConfig config) {
        this.tokens = tokens;
        this.gate = gate;
        this.prefixBytesMax = config.maxKeyBytes();
    }

    /**
     * Reads the query and the headers {@code Last-Event-ID}, {@code Causality-Token} and {@code Prefer}. Where there are two
     * tokens the one to resume from counts: with it the client says what it has seen.
     */
    WatchRequest read(HttpServerRequest request) {
        String text = request.getHeader(SessionGate.TOKEN);
        Optional<WatchRequest.Needed> needed = Optional.ofNullable(text).map(this::needed);
        Query query = Query.of(request, PARAMETERS);
        String start = start(request, query);
        WatchRequest.From from =
                switch (start) {
                    case "now" -> new WatchRequest.From.Now();
                    case "beginning" -> new WatchRequest.From.Beginning();
                    default -> new WatchRequest.From.Token(needed(start).token());
                };
        if (from instanceof WatchRequest.From.Token) {
            needed = Optional.of(needed(start));
        }
        return new WatchRequest(
                prefix(query.get("prefix").orElse("")),
                from,
                needed,
                Preferences.wait(request.headers().getAll(Preferences.HEADER)));
    }

    /** A client that connects again says in the header where it was; its address still says where it began. */
    private static String start(HttpServerRequest request, Query query) {
        String last = request.getHeader("Last-Event-ID");
        return last == null || last.isEmpty() ? query.get("from").orElse("now") : last;
    }

    private WatchRequest.Needed needed(String text) {
        return new WatchRequest.Needed(text, tokens.read(text).orElseThrow(gate::invalidToken));
    }

    private String prefix(String prefix) {
        int length = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (length > prefixBytesMax) {
            throw Problems.problem(
                            Response.Status.BAD_REQUEST,
                            "key-too-long",
                            "The prefix has " + length + " bytes of UTF-8; no key has more than " + prefixBytesMax
                                    + ".")
                    .with("limit", prefixBytesMax)
                    .build();
        }
        return prefix;
    }
}
