package io.causalgrid.kv.core.log;

import java.io.Serial;

/** A file of the log does not hold what was written to it, in a place that was durable. Its text says what to do. */
public final class CorruptLogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String ADVICE = "Restore the site's data directory from a backup, or move it away and let the"
            + " site come back empty: its peers hold what it had sent to them; writes that no peer has would be lost.";

    public CorruptLogException(String message) {
        super(message);
    }

    /** The file is wrong from that byte on, and with it every record from that position on. */
    static CorruptLogException at(String path, long offset, long position, String what) {
        return new CorruptLogException(
                "%s is damaged at byte %d, from record %d on: %s. %s".formatted(path, offset, position, what, ADVICE));
    }
}
