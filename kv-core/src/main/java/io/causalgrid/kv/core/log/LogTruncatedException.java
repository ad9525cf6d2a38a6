package io.causalgrid.kv.core.log;

import java.io.Serial;

/** A reader was so slow that its next record is no longer kept. What it missed is to be had in a snapshot only. */
public final class LogTruncatedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LogTruncatedException(long position, long start) {
        super("record " + position + " is no longer kept; the log starts at " + start);
    }
}
