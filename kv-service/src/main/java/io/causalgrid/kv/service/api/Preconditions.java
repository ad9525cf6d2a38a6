package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.state.Register;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks of its key before and takes away from it.
 *
 * @param condition what must hold, if anything
 * @param replaces the versions that go
 * @param others what would do as well, in the order given, if the client named more than one ETag
 */
record Preconditions(Optional<Condition> condition, Replaces replaces, List<Preconditions> others) {
    private static final String ANY = "*";

    /** The date of a version says little where clocks differ, so these are refused and not ignored. */
    private static final List<String> UNKNOWN =
            List.of(HttpHeaders.IF_MODIFIED_SINCE, HttpHeaders.IF_UNMODIFIED_SINCE, "If-Range", "If");

    /** Those of a client that named one ETag, or none. */
    Preconditions(Optional<Condition> condition, Replaces replaces) {
        this(condition, replaces, List.of());
    }

    /** Those of a request to write that register (RFC 9110, 13.1); a 400 problem if they are not of a known form. */
    static Preconditions of(String register, MultiMap headers) {
        for (String name : UNKNOWN) {
            if (headers.contains(name)) {
                throw unknown(name + " is not supported: use If-Match.");
            }
        }
        List<String> ifMatch = ETags.listed(headers.getAll(HttpHeaders.IF_MATCH));
        String ifNoneMatch = single(headers, HttpHeaders.IF_NONE_MATCH);
        return ifMatch.size() <= 1
                ? of(register, ifMatch.isEmpty() ? null : ifMatch.getFirst(), ifNoneMatch)
                : anyOf(ifMatch.stream()
                        .map(each -> of(register, each, ifNoneMatch))
                        .toList());
    }

    /**
     * The one that counts. That is decided by what is to be seen before the write is judged: if that has changed when it is, the
     * condition does not hold.
     */
    Preconditions settled(Register visible) {
        return Stream.concat(Stream.of(this), others.stream())
                .filter(each -> each.condition.isEmpty() || each.condition.get().holds(visible))
                .findFirst()
                .orElse(this);
    }

    private static Preconditions anyOf(List<Preconditions> choices) {
        Preconditions first = choices.getFirst();
        return new Preconditions(first.condition, first.replaces, choices.subList(1, choices.size()));
    }

    /** As of the headers' values. */
    static Preconditions of(String register, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch != null) {
            throw unknown("If-Match and If-None-Match exclude each other.");
        }
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals(ANY)) {
                throw unknown("A write can have If-None-Match: *, which asks that there be no value, and no other.");
            }
            return new Preconditions(Optional.of(new Condition.Absent(register)), Replaces.ALL_SEEN);
        }
        if (ifMatch == null) {
            return new Preconditions(Optional.empty(), Replaces.ALL_SEEN);
        }
        if (ifMatch.equals(ANY)) {
            return new Preconditions(Optional.of(new Condition.Present(register)), Replaces.ALL_SEEN);
        }
        Set<Dot> versions = ETags.parse(ifMatch);
        return new Preconditions(Optional.of(new Condition.Current(register, versions)), new Replaces.Only(versions));
    }

    private static @Nullable String single(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || values.getFirst().contains(",")) {
            throw unknown("A request can have one " + name + " with one value.");
        }
        return values.getFirst().trim();
    }

    private static RuntimeException unknown(String detail) {
        return Problems.problem(Response.Status.BAD_REQUEST, "unknown-precondition", detail)
                .build();
    }
}
