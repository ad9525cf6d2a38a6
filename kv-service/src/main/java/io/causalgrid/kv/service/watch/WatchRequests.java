package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.causalgrid.kv.service.session.Tokens;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks for. What cannot be read is a problem, thrown as {@link HttpProblem}. */
@Singleton
class WatchRequests {
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
        String start = start(request);
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
                prefix(request),
                from,
                needed,
                Preferences.wait(request.headers().getAll(Preferences.HEADER)));
    }

    /** A client that connects again says in the header where it was; its address still says where it began. */
    private static String start(HttpServerRequest request) {
        String last = request.getHeader("Last-Event-ID");
        return last == null || last.isEmpty()
                ? parameter(request.query(), "from").orElse("now")
                : last;
    }

    private WatchRequest.Needed needed(String text) {
        return new WatchRequest.Needed(text, tokens.read(text).orElseThrow(gate::invalidToken));
    }

    private String prefix(HttpServerRequest request) {
        String prefix = parameter(request.query(), "prefix").orElse("");
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

    /** A parameter of the query, decoded more strictly than by the server, which reads malformed UTF-8 as U+FFFD. */
    private static Optional<String> parameter(@Nullable String query, String name) {
        if (query == null) {
            return Optional.empty();
        }
        List<String> values = Arrays.stream(query.split("&", -1))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .toList();
        if (values.size() > 1) {
            throw Problems.invalidRequest("'" + name + "' is given more than once.");
        }
        return values.stream().findFirst().map(value -> decoded(name, value));
    }

    private static String decoded(String name, String value) {
        try {
            byte[] bytes = URLDecoder.decode(value, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw Problems.invalidRequest("'" + name + "' is not well-formed UTF-8, percent-encoded.");
        }
    }
}
