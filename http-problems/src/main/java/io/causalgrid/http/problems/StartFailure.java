package io.causalgrid.http.problems;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the log ends when a service does not start: with its cause, in one line, where people and launchers look for it. What
 * this project's own code refuses says what is wrong and what to do, and needs no stack trace; anything else keeps its
 * trace, before that line.
 */
final class StartFailure {
    private static final String LOGGER = "io.quarkus.runtime.Application";
    private static final String OURS = "io.causalgrid.";
    private static final int CAUSES_MAX = 30; // some of them form a circle

    private StartFailure() {}

    /** Rewrites the record if it is what Quarkus says of a failed start. */
    static void endWithCause(LogRecord record) {
        Throwable thrown = record.getThrown();
        if (thrown == null || !LOGGER.equals(record.getLoggerName())) {
            return;
        }
        Throwable own = own(thrown);
        String cause = "It does not start: " + oneLine(own == null ? root(thrown) : own);
        record.setMessage(own == null ? traceOf(thrown) + cause : cause);
        record.setParameters(null);
        record.setThrown(null);
    }

    /** The innermost that speaks in our words. */
    private static @Nullable Throwable own(Throwable thrown) {
        Throwable own = null;
        Throwable cause = thrown;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            own = cause.getClass().getName().startsWith(OURS) ? cause : own;
            cause = cause.getCause();
        }
        return own;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; i < CAUSES_MAX && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        String text = message != null && cause.getClass().getName().startsWith(OURS) ? message : cause.toString();
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String traceOf(Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
