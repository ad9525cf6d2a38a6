package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.replica.RequestId;
import io.causalgrid.kv.service.session.Preferences;
import io.vertx.core.MultiMap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a write in headers.
 *
 * @param id the request's id, if it is to be known again
 * @param firstSite the identity of the site that got it first, if it is repeated
 * @param minReplicas how many members must hold it durably; nothing if one is enough
 * @param patience how long to wait for that
 */
record WriteHeaders(Optional<String> id, Optional<String> firstSite, Optional<Integer> minReplicas, Duration patience) {
    static final String ID = "Idempotency-Key";
    static final String FIRST_SITE = "Idempotency-First-Site";
    static final String MIN_REPLICAS = "Min-Replicas";
    static final String REPLICAS = "Replicas";

    private static final byte[] NO_BODY = {};
    private static final int FINGERPRINT_BYTES = 12;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final Pattern SITE = Pattern.compile("[\\x21-\\x7E]{1,256}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,4}");

    /** Reads them; a 400 problem if they are not of their form. */
    static WriteHeaders of(MultiMap headers) {
        return new WriteHeaders(
                Optional.ofNullable(checked(ID, headers, PRINTABLE)),
                Optional.ofNullable(checked(FIRST_SITE, headers, SITE)),
                Optional.ofNullable(checked(MIN_REPLICAS, headers, COUNT)).map(Integer::valueOf),
                Preferences.wait(headers.getAll(Preferences.HEADER)));
    }

    /** The request with an id, if it has one. */
    Optional<RequestId> request(String fingerprint) {
        return id.map(text -> new RequestId(text, fingerprint, firstSite));
    }

    /** Adds up what the request asks for, if that must be known again; the empty text if not. */
    String fingerprint(@Nullable String... parts) {
        return fingerprint(NO_BODY, parts);
    }

    /**
     * As above, with a body. The parts are what the client sent: the text of a set, say, is another one in the next process.
     */
    String fingerprint(byte[] body, @Nullable String... parts) {
        if (id.isEmpty()) {
            return "";
        }
        var out = new ByteWriter().putBytes(body);
        for (String part : parts) {
            out.putText(part == null ? "" : part);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(out.toBytes());
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static @Nullable String checked(String name, MultiMap headers, Pattern form) {
        String value = headers.get(name);
        if (value != null && headers.getAll(name).size() > 1) {
            throw Problems.invalidRequest("A request can have one " + name + ".");
        }
        if (value != null && !form.matcher(value).matches()) {
            throw Problems.invalidRequest("This is no " + name + ": " + value);
        }
        return value;
    }
}
