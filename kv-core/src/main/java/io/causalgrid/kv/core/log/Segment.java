package io.causalgrid.kv.core.log;

import java.util.regex.Pattern;

/**
 * One file of the log, named by the position of its first record. It begins with a {@link SegmentHeader}; then come
 * batches, each a {@link BatchHeader} and a body: for every record its length (unsigned LEB128) and its bytes.
 */
final class Segment {
    private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.log");

    private final long first;
    /** Grows while the segment is written to; readers keep to it, for what lies beyond may still be cut off. */
    private volatile long durableBytes;

    Segment(long first, long durableBytes) {
        this.first = first;
        this.durableBytes = durableBytes;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && name.compareTo(name(Long.MAX_VALUE)) <= 0;
    }

    static long firstIn(String name) {
        return Long.parseLong(name.substring(0, 20));
    }

    static String name(long first) {
        return "%020d.log".formatted(first);
    }

    String name() {
        return name(first);
    }

    long first() {
        return first;
    }

    long durableBytes() {
        return durableBytes;
    }

    void durableBytes(long bytes) {
        durableBytes = bytes;
    }
}
