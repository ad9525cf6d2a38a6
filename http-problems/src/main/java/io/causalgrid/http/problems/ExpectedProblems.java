package io.causalgrid.http.problems;

import io.quarkus.logging.LoggingFilter;
import io.quarkus.vertx.utils.VertxOutputStream;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what is no fault of this process and would need a stack trace for each request: answers with 503,
 * which say that nothing can take a request now and are counted in the metrics, and clients that have gone before they had
 * sent or read everything. And it makes a failed start say its cause last; see {@link StartFailure}.
 */
@LoggingFilter(name = "expected-problems")
final class ExpectedProblems implements Filter {
    private static final int CAUSES_MAX = 10; // some of them form a circle

    @Override
    public boolean isLoggable(LogRecord record) {
        StartFailure.endWithCause(record);
        return !("http-problem".equals(record.getLoggerName())
                && record.getMessage() != null
                && (record.getMessage().startsWith("status=503") || hasGone(record.getThrown())));
    }

    private static boolean hasGone(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            if (cause instanceof HttpClosedException || isOfTheConnection(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Quarkus REST says in words only that there is nobody to write to. */
    private static boolean isOfTheConnection(Throwable cause) {
        StackTraceElement[] stack = cause.getStackTrace();
        return cause instanceof IOException
                && stack.length > 0
                && stack[0].getClassName().equals(VertxOutputStream.class.getName());
    }
}
