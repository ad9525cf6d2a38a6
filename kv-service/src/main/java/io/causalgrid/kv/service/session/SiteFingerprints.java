package io.causalgrid.kv.service.session;

import io.causalgrid.kv.core.clock.SiteId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Short names of sites for tokens: the first 40 bits of SHA-256 over the identity. A cluster that has seen a thousand
 * incarnations has two with the same name with a probability of one in two million; a client would then wait for the wrong
 * one's write. Any thread.
 */
public final class SiteFingerprints {
    /** The length of one in bytes. */
    static final int BYTES = 5;

    private static final Map<SiteId, Long> KNOWN = new ConcurrentHashMap<>(); // as many as there were incarnations

    private SiteFingerprints() {}

    /** The short name of a site, in the lower 40 bits. */
    public static long of(SiteId site) {
        Long known = KNOWN.get(site);
        return known == null ? KNOWN.computeIfAbsent(site, SiteFingerprints::compute) : known;
    }

    private static long compute(SiteId site) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(site.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - BYTES * Byte.SIZE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
