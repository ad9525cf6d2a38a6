package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.record.ByteWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A 128-bit sum over a set of versions that does not depend on their order: each version's truncated SHA-256, added in
 * both halves modulo 2^64. Sites with equal vectors must have equal digests.
 */
public record Digest(long high, long low) {
    /** The digest of no versions. */
    public static final Digest ZERO = new Digest(0, 0);

    /** Each thread's own, empty between two versions: making one takes longer than hashing a version. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::newSha256);

    /**
     * The digest of a key's versions. Those that expire are left out: each site removes them by its own clock, and
     * would differ from the others for a while.
     */
    public static Digest of(String key, Register register) {
        Digest sum = ZERO;
        for (Version version : register.versions()) {
            if (version.expiresAt() == null) {
                sum = sum.plus(of(key, version));
            }
        }
        return sum;
    }

    private static Digest of(String key, Version version) {
        var content = ByteWriter.scratch()
                .putText(key)
                .putText(version.dot().site().toString())
                .putUnsigned(version.dot().sequence())
                .putUnsigned(version.timestamp().value())
                .putText(version.value().contentType());
        version.value().putBytes(content);
        MessageDigest sha256 = SHA_256.get();
        content.addTo(sha256);
        var hash = ByteBuffer.wrap(sha256.digest());
        return new Digest(hash.getLong(), hash.getLong());
    }

    /** With a set of versions more. */
    public Digest plus(Digest other) {
        return new Digest(high + other.high, low + other.low);
    }

    /** With a set of versions less. */
    public Digest minus(Digest other) {
        return new Digest(high - other.high, low - other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
