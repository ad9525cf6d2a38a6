package io.causalgrid.cli.kv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as the bytes they are, and counts them. */
final class ByteLines {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int LINE_BYTES_MAX = 256 * 1024 * 1024;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int from;
    private int to;
    private long number;
    private long bytes;

    ByteLines(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last, counted from 1. */
    long number() {
        return number;
    }

    /** How many bytes the lines so far have, their ends included. */
    long bytes() {
        return bytes;
    }

    /** The next line without its end; null after the last. */
    byte @Nullable [] next() throws IOException {
        if (from == to && !fill()) {
            return null;
        }
        number++;
        var line = new ByteArrayOutputStream();
        do {
            int end = from;
            while (end < to && block[end] != '\n') {
                end++;
            }
            line.write(block, from, end - from);
            bytes += end - from;
            from = end;
            if (from < to) {
                from++;
                bytes++;
                return line.toByteArray();
            }
            if (line.size() > LINE_BYTES_MAX) {
                throw new KvException("Line " + number + " is longer than any line of an export");
            }
        } while (fill());
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(block));
        return to > 0;
    }
}
