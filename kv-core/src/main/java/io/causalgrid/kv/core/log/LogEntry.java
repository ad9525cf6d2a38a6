package io.causalgrid.kv.core.log;

import java.util.Arrays;

/** A record with its place in the log. The bytes are shared, not copied: nobody changes them. */
public final class LogEntry {
    private final long position;
    private final byte[] bytes;

    /** An entry over those bytes; the caller gives them away. */
    public LogEntry(long position, byte[] bytes) {
        this.position = position;
        this.bytes = bytes;
    }

    /** From 1, without gaps. */
    public long position() {
        return position;
    }

    /** The record's bytes, to be read only. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that && position == that.position && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }
}
