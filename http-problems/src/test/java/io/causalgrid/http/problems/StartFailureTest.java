package io.causalgrid.http.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    private static final String QUARKUS = "io.quarkus.runtime.Application";

    /** Stands for what our code refuses. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @Test
    void whatOurCodeRefusesIsOneLine() {
        var refused = new Refused("data/node0 holds the data of another site.\n  Set causalgrid.kv.data-dir.", null);

        LogRecord record = logged(QUARKUS, new RuntimeException("Failed to start quarkus", wrapped(refused)));

        assertThat(record.getThrown()).isNull();
        assertThat(record.getMessage())
                .isEqualTo("It does not start: data/node0 holds the data of another site. Set causalgrid.kv.data-dir.");
    }

    @Test
    void itSpeaksInOurWordsAndNotInThoseOfTheSystem() {
        var refused = new Refused("the log in data/node0 cannot be opened: Read-only", new IOException("Read-only"));

        assertThat(logged(QUARKUS, wrapped(refused)).getMessage())
                .isEqualTo("It does not start: the log in data/node0 cannot be opened: Read-only");
    }

    @Test
    void anythingElseKeepsItsTraceAndHasItsCauseLast() {
        LogRecord record = logged(QUARKUS, wrapped(new IllegalStateException("a bean is missing")));

        assertThat(record.getThrown()).isNull();
        assertThat(record.getMessage()).contains("\tat " + StartFailureTest.class.getName());
        assertThat(record.getMessage().lines().toList().getLast())
                .isEqualTo("It does not start: java.lang.IllegalStateException: a bean is missing");
    }

    @Test
    void otherRecordsAreLeftAlone() {
        var failure = new IllegalStateException("a bug");

        LogRecord record = logged("io.causalgrid.kv.service.site.Site", failure);

        assertThat(record.getThrown()).isSameAs(failure);
        assertThat(record.getMessage()).isEqualTo("Failed to start application");
    }

    private static Throwable wrapped(Throwable cause) {
        return new IllegalArgumentException("a wrapper's text", cause);
    }

    private static LogRecord logged(String logger, Throwable thrown) {
        var record = new LogRecord(Level.SEVERE, "Failed to start application");
        record.setLoggerName(logger);
        record.setThrown(thrown);
        assertThat(new ExpectedProblems().isLoggable(record)).isTrue();
        return record;
    }
}
