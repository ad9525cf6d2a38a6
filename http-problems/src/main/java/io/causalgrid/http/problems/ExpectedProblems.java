package io.causalgrid.http.problems;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps answers with 503 out of the log: that nothing can take a request now is an answer, counted in the metrics, and
 * no fault of this process that would need a stack trace for each request.
 */
@LoggingFilter(name = "expected-problems")
final class ExpectedProblems implements Filter {
    @Override
    public boolean isLoggable(LogRecord record) {
        return !("http-problem".equals(record.getLoggerName())
                && record.getMessage() != null
                && record.getMessage().startsWith("status=503"));
    }
}
