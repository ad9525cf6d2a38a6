package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By what a write is known again when its client repeats it. The write's own transaction writes down, in a register that
 * expires, what became of it: so whoever has the write knows the request, at every site and after every crash.
 *
 * @param id chosen by the client, and by no other
 * @param fingerprint of all that was asked for
 * @param firstSite the identity under which a site got it first, as a text, if this is a repetition
 */
public record RequestId(String id, String fingerprint, Optional<String> firstSite) {
    /** How long a request is known. */
    public static final Duration RETENTION = Duration.ofMinutes(15);

    private static final String CONTENT_TYPE = "application/vnd.causalgrid.request";

    /** What became of a request: the name of its write, and the values that its counters had after it. */
    record Answer(Dot version, String fingerprint, List<Long> counts) {}

    /** The register in which the answer is kept. */
    String key() {
        return StoreKeys.ofRequest(id);
    }

    /** Keeps the answer. */
    Mutation keep(List<Long> counts, Instant now) {
        var out = new ByteWriter().putText(fingerprint).putUnsigned(counts.size());
        counts.forEach(out::putFixed64);
        return new Mutation.Put(key(), Value.of(CONTENT_TYPE, out.toBytes()), Replaces.ALL_SEEN, now.plus(RETENTION));
    }

    /** The answer that a version of the register keeps. */
    static Answer answer(Version kept) {
        var in = new ByteReader(kept.value().bytes());
        String fingerprint = in.getText();
        var counts = new ArrayList<Long>();
        for (int left = in.getCount(); left > 0; left--) {
            counts.add(in.getFixed64());
        }
        return new Answer(kept.dot(), fingerprint, counts);
    }
}
