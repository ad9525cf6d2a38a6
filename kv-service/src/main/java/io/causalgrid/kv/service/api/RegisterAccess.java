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
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Uni<Answer> get(String register, MultiMap headers, Function<Register, Entry.Versions> document) {
        boolean all = headers.contains(HttpHeaders.ACCEPT)
                && headers.getAll(HttpHeaders.ACCEPT).stream().anyMatch(accepted -> accepted.contains(VERSIONS));
        ReadConditions conditions = ReadConditions.of(headers);
        return site.read(register)
                .map(visible -> all ? versions(visible, conditions, document) : winner(visible, conditions));
    }

    /** Writes a value. */
    Uni<Answer> put(String register, Buffer body, MultiMap headers) {
        byte[] bytes = body.getBytes();
        Value value = texts.value(headers.get(HttpHeaders.CONTENT_TYPE), bytes);
        String expiresIn = headers.get(EXPIRES_IN);
        Instant expiry = expiry(expiresIn);
        WriteHeaders options = WriteHeaders.of(headers);
        String fingerprint = options.fingerprint(
                bytes,
                "put",
                register,
                value.contentType(),
                joined(headers, HttpHeaders.IF_MATCH),
                headers.get(HttpHeaders.IF_NONE_MATCH),
                expiresIn);
        return settled(register, headers, preconditions -> {
            var put = new Mutation.Put(register, value, preconditions.replaces(), expiry);
            return writes.write(put, preconditions.condition(), options, fingerprint)
                    .map(RegisterAccess::written);
        });
    }

    /** Takes the value away; a 404 problem if there is none. */
    Uni<Writes.Done> delete(String register, MultiMap headers) {
        WriteHeaders options = WriteHeaders.of(headers);
        String fingerprint = options.fingerprint(
                "delete", register, joined(headers, HttpHeaders.IF_MATCH), headers.get(HttpHeaders.IF_NONE_MATCH));
        return settled(register, headers, preconditions -> {
            var delete = new Mutation.Delete(register, preconditions.replaces());
            Condition condition = preconditions.condition().orElseGet(() -> new Condition.Present(register));
            var request =
                    new WriteRequest(List.of(delete), List.of(), List.of(condition), options.request(fingerprint));
            return writes.write(request, options, refused -> refusal(refused, preconditions));
        });
    }

    /** Only of several ETags one has to be chosen, by a look at the register. */
    private <T> Uni<T> settled(String register, MultiMap headers, Function<Preconditions, Uni<T>> write) {
        Preconditions given = Preconditions.of(register, headers);
        return given.others().isEmpty()
                ? write.apply(given)
                : site.read(register).chain(visible -> write.apply(given.settled(visible)));
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

    private static @Nullable String joined(MultiMap headers, String name) {
        return headers.contains(name) ? String.join(",", headers.getAll(name)) : null;
    }

    private static Answer written(Writes.Done done) {
        var headers = new LinkedHashMap<>(done.headers());
        headers.put(HttpHeaders.ETAG, ETags.quoted(done.version().toString()));
        return new Answer(done.status(Response.Status.NO_CONTENT), headers, null);
    }

    private static HttpProblem refusal(WriteOutcome.Refused refused, Preconditions preconditions) {
        boolean isMissing = refused instanceof WriteOutcome.ConditionFailed
                && preconditions.condition().isEmpty();
        return isMissing ? noValue() : Writes.problem(refused);
    }

    private static Answer winner(Register visible, ReadConditions conditions) {
        Version winner = visible.winner();
        if (winner == null) {
            throw noValue();
        }
        String etag = ETags.quoted(ETags.of(visible));
        if (conditions.isKnown(etag)) {
            return notModified(etag);
        }
        Value value = winner.value();
        var headers = headers(visible, etag, value.contentType());
        if (winner.expiresAt() != null) {
            headers.put(EXPIRES_AT, winner.expiresAt().toString());
        }
        return new Answer(Response.Status.OK.getStatusCode(), headers, Buffer.buffer(value.bytes()));
    }

    private Answer versions(Register visible, ReadConditions conditions, Function<Register, Entry.Versions> document) {
        if (visible.isEmpty()) {
            throw noValue();
        }
        String etag = ETags.quoted(ETags.of(visible));
        if (conditions.isKnown(etag)) {
            return notModified(etag);
        }
        try {
            return new Answer(
                    Response.Status.OK.getStatusCode(),
                    headers(visible, etag, VERSIONS),
                    Buffer.buffer(json.writeValueAsBytes(document.apply(visible))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of texts and times can be written", e);
        }
    }

    private static Answer notModified(String etag) {
        return new Answer(Response.Status.NOT_MODIFIED.getStatusCode(), Map.of(HttpHeaders.ETAG, etag), null);
    }

    private static Map<String, String> headers(Register visible, String etag, String contentType) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(HttpHeaders.CONTENT_TYPE, contentType);
        headers.put(HttpHeaders.ETAG, etag);
        headers.put(VERSION_COUNT, Integer.toString(visible.distinct().size()));
        return headers;
    }
}
