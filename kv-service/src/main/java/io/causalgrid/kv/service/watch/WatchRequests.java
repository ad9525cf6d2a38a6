package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.config.KvConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks for. What cannot be read is a problem, thrown as {@link HttpProblem}. */
@Singleton
class WatchRequests {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,5})(?:$|[,;\\s])");
    private static final long WAIT_SECONDS_DEFAULT = 1;
    private static final long WAIT_SECONDS_MAX = 30;

    private final Tokens tokens;
    private final int prefixBytesMax;

    WatchRequests(Tokens tokens, KvConfig config) {
        this.tokens = tokens;
        this.prefixBytesMax = config.maxKeyBytes();
    }

    /** Reads the query and the headers {@code Last-Event-ID}, {@code Causality-Token} and {@code Prefer}. */
    WatchRequest read(HttpServerRequest request) {
        WatchRequest.From from = from(request);
        VersionVector needed = seen(request.getHeader("Causality-Token")).orElse(VersionVector.empty());
        if (from instanceof WatchRequest.From.Token(VersionVector seen)) {
            needed = needed.merge(seen);
        }
        return new WatchRequest(
                prefix(request), from, needed, patience(request.headers().getAll("Prefer")));
    }

    /** A client that connects again says in the header where it was; its address still says where it began. */
    private WatchRequest.From from(HttpServerRequest request) {
        String last = request.getHeader("Last-Event-ID");
        String from = last == null || last.isEmpty()
                ? parameter(request.query(), "from").orElse("now")
                : last;
        return switch (from) {
            case "now" -> new WatchRequest.From.Now();
            case "beginning" -> new WatchRequest.From.Beginning();
            default -> new WatchRequest.From.Token(seen(from).orElseThrow());
        };
    }

    private Optional<VersionVector> seen(@Nullable String token) {
        if (token == null) {
            return Optional.empty();
        }
        return Optional.of(tokens.parse(token).orElseThrow(() -> Problems.problem(
                        Response.Status.BAD_REQUEST, "invalid-token", "The token is not of this cluster.")
                .build()));
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

    /** {@code Prefer: wait=SECONDS} (RFC 7240, 4.3); what cannot be read is ignored, as the RFC asks. */
    private static Duration patience(List<String> preferences) {
        Matcher matcher = WAIT.matcher(String.join(",", preferences));
        long seconds =
                matcher.find() ? Math.min(WAIT_SECONDS_MAX, Long.parseLong(matcher.group(1))) : WAIT_SECONDS_DEFAULT;
        return Duration.ofSeconds(seconds);
    }
}
