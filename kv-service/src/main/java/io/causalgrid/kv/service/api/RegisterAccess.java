package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes one register over HTTP: a key, or a field of a map. */
@Singleton
class RegisterAccess {
    /** The media type of a document with all versions. */
    static final String VERSIONS = "application/vnd.causalgrid.versions+json";

    static final String VERSION_COUNT = "Version-Count";
    static final String EXPIRES_IN = "Expires-In";
    static final String EXPIRES_AT = "Expires-At";

    private static final long EXPIRES_IN_MAX = 10L * 365 * 24 * 60 * 60;

    private final Site site;
    private final Texts texts;
    private final Writes writes;
    private final ObjectMapper json;
    private final InstantSource clock;

    RegisterAccess(Site site, Texts texts, Writes writes, ObjectMapper json, InstantSource clock) {
        this.site = site;
        this.texts = texts;
        this.writes = writes;
        this.json = json;
        this.clock = clock;
    }

    /** The winner's bytes, or all versions if the client accepts only those. */
    Uni<Response> get(String register, HttpHeaders headers, Function<Register, Entry.Versions> document) {
        String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
        boolean all = accept != null && accept.contains(VERSIONS);
        String known = ifNoneMatch(headers);
        return site.read(register).map(visible -> all ? versions(visible, document) : winner(visible, known));
    }

    /** Writes a value. */
    Uni<Response> put(String register, byte @Nullable [] sent, HttpHeaders headers) {
        byte[] body = sent == null ? new byte[0] : sent;
        Value value = texts.value(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        Preconditions preconditions = Preconditions.of(register, headers);
        String expiresIn = headers.getHeaderString(EXPIRES_IN);
        var put = new Mutation.Put(register, value, preconditions.replaces(), expiry(expiresIn));
        WriteHeaders options = WriteHeaders.of(headers);
        String fingerprint = options.fingerprint(
                body, "put", register, value.contentType(), ifMatch(headers), ifNoneMatch(headers), expiresIn);
        return writes.write(put, preconditions.condition(), options, fingerprint)
                .map(done -> done.respond(Response.Status.NO_CONTENT)
                        .header(HttpHeaders.ETAG, ETags.quoted(done.version().toString()))
                        .build());
    }

    /** Takes the value away; a 404 problem if there is none. */
    Uni<Response> delete(String register, HttpHeaders headers) {
        Preconditions preconditions = Preconditions.of(register, headers);
        var delete = new Mutation.Delete(register, preconditions.replaces());
        Condition condition = preconditions.condition().orElseGet(() -> new Condition.Present(register));
        WriteHeaders options = WriteHeaders.of(headers);
        String fingerprint = options.fingerprint("delete", register, ifMatch(headers), ifNoneMatch(headers));
        var request = new WriteRequest(List.of(delete), List.of(), List.of(condition), options.request(fingerprint));
        return writes.write(request, options, refused -> refusal(refused, preconditions))
                .map(done -> done.respond(Response.Status.NO_CONTENT).build());
    }

    /** A 404 problem. */
    static HttpProblem noValue() {
        return Problems.problem(Response.Status.NOT_FOUND, "no-value", "There is no value.")
                .build();
    }

    /** When a value expires, whose time to live in seconds that is; a 400 problem if it is none. */
    @Nullable
    Instant expiry(@Nullable String seconds) {
        if (seconds == null) {
            return null;
        }
        try {
            long count = Long.parseLong(seconds);
            if (count >= 1 && count <= EXPIRES_IN_MAX) {
                return Instant.ofEpochMilli(clock.millis()).plusSeconds(count);
            }
        } catch (NumberFormatException _) {
            // as if it were out of range
        }
        throw Problems.invalidRequest(EXPIRES_IN + " is a number of seconds from 1 to " + EXPIRES_IN_MAX + ".");
    }

    private static @Nullable String ifMatch(HttpHeaders headers) {
        return headers.getHeaderString(HttpHeaders.IF_MATCH);
    }

    private static @Nullable String ifNoneMatch(HttpHeaders headers) {
        return headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    }

    private static HttpProblem refusal(WriteOutcome.Refused refused, Preconditions preconditions) {
        boolean isMissing = refused instanceof WriteOutcome.ConditionFailed
                && preconditions.condition().isEmpty();
        return isMissing ? noValue() : Writes.problem(refused);
    }

    private Response winner(Register visible, @Nullable String known) {
        Version winner = visible.winner();
        if (winner == null) {
            throw noValue();
        }
        String etag = ETags.quoted(ETags.of(visible));
        if (known != null && (known.equals("*") || known.contains(etag))) {
            return Response.notModified().header(HttpHeaders.ETAG, etag).build();
        }
        Value value = winner.value();
        var response = Response.ok(value.bytes())
                .header(HttpHeaders.CONTENT_TYPE, value.contentType())
                .header(HttpHeaders.ETAG, etag)
                .header(VERSION_COUNT, visible.distinct().size());
        if (winner.expiresAt() != null) {
            response.header(EXPIRES_AT, winner.expiresAt());
        }
        return response.build();
    }

    private Response versions(Register visible, Function<Register, Entry.Versions> document) {
        if (visible.isEmpty()) {
            throw noValue();
        }
        try {
            return Response.ok(json.writeValueAsBytes(document.apply(visible)))
                    .header(HttpHeaders.CONTENT_TYPE, VERSIONS)
                    .header(HttpHeaders.ETAG, ETags.quoted(ETags.of(visible)))
                    .header(VERSION_COUNT, visible.distinct().size())
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of texts and times can be written", e);
        }
    }
}
