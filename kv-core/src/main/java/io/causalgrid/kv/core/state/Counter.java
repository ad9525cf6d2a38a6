package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.Value;

/**
 * A counter, kept in a register with one version for each site that has counted: the sum of what that site has added (Shapiro
 * et al., 2011, section 3.1.3, the state of the PN-counter). A site's new sum replaces its own old one and no other, so sums
 * of different sites stand side by side as concurrent versions do, and every increment counts once.
 */
public final class Counter {
    /**
     * No site's sum goes beyond this, nor below its negative, and no site lets the whole counter do so as far as it knows; so
     * the numbers that clients see are exact in JSON. Only sites that count at the same time can pass it together.
     */
    public static final long SUM_MAX = (1L << 53) - 1;

    private static final String CONTENT_TYPE = "application/vnd.causalgrid.counter";

    private Counter() {}

    /** What has been added up to now, at all sites. */
    public static long value(Register register) {
        return register.versions().stream().mapToLong(Counter::sum).sum();
    }

    /** Whether every reader of JSON reads that number as it is (RFC 8259, section 6). */
    public static boolean isExactInJson(long value) {
        return Math.abs(value) <= SUM_MAX;
    }

    /** What one site has added. */
    public static long sum(Version version) {
        return new ByteReader(version.value().bytes()).getFixed64();
    }

    /** The content of a site's version. */
    public static Value valueOf(long sum) {
        return Value.of(CONTENT_TYPE, new ByteWriter().putFixed64(sum).toBytes());
    }
}
