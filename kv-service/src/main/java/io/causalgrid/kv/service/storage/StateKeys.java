package io.causalgrid.kv.service.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys of a generation: a letter for the kind of entry, then what distinguishes it, so that a range of keys is a
 * range of one kind in its natural order. Numbers are big endian and not negative, so they sort as bytes.
 *
 * <pre>
 * d KEY            the register of a key; the system key is empty and so comes first
 * e MILLIS KEY     the key has versions that expire at that time; no value
 * g POSITION       a gap of the log
 * m                the state's point
 * p POSITION       a point of the log
 * </pre>
 */
final class StateKeys {
    static final byte DATA = 'd';
    static final byte EXPIRY = 'e';
    static final byte GAP = 'g';
    static final byte META = 'm';
    static final byte POINT = 'p';

    private StateKeys() {}

    /** The least key of a kind, and above all keys of the kind whose letter is one less. */
    static byte[] first(int kind) {
        return new byte[] {(byte) kind};
    }

    static byte[] data(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(DATA).put(text).array();
    }

    /** The least key above that of a register: no key lies between a text and the same text with a zero byte. */
    static byte[] dataAfter(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + 2).put(DATA).put(text).array();
    }

    /** The least key above those of all registers whose names begin with that text. */
    static byte[] dataAfterAll(String prefix) {
        byte[] end = data(prefix);
        end[end.length - 1]++; // no byte of UTF-8, nor the letter, is the greatest one
        return end;
    }

    /** The key whose register {@link #data} names. */
    static String keyOfData(byte[] data) {
        return new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] expiry(long millis, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(EXPIRY)
                .putLong(millis)
                .put(text)
                .array();
    }

    /** Above all entries that expire at that time or before. */
    static byte[] expiryAfter(long millis) {
        return expiry(millis + 1, "");
    }

    /** The key that {@link #expiry} names. */
    static String keyOfExpiry(byte[] expiry) {
        int start = 1 + Long.BYTES;
        return new String(expiry, start, expiry.length - start, StandardCharsets.UTF_8);
    }

    static byte[] point(long position) {
        return numbered(POINT, position);
    }

    static byte[] gap(long position) {
        return numbered(GAP, position);
    }

    /** The position that {@link #gap} names. */
    static long positionOfGap(byte[] gap) {
        return ByteBuffer.wrap(gap, 1, Long.BYTES).getLong();
    }

    private static byte[] numbered(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }
}
