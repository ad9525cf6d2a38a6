package io.causalgrid.cli.sessionfile;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.causalgrid.cli.sessionfile.Column.Field;
import io.causalgrid.grid.core.simulation.RecordedSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Writes sessions so that {@link SessionFile} reads the same ones. */
public final class SessionWriter {

    private static final int MILLIS_A_MINUTE = 60_000;

    private SessionWriter() {}

    /** Writes a file, whatever was in it. */
    public static void write(Path file, List<RecordedSession> sessions, Instant start) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            csv.writeRecord(Arrays.stream(Field.values()).map(Field::usualName).toList());
            for (RecordedSession session : sessions) {
                csv.writeRecord(
                        session.id(),
                        session.connector(),
                        minutes(start, session.arrival()),
                        minutes(start, session.departure()),
                        plain(session.energyWattHours() / 1000),
                        plain(session.maxWatts() / 1000),
                        minutes(start, session.deadline()));
            }
        }
    }

    private static String minutes(Instant start, Instant time) {
        return plain((double) Duration.between(start, time).toMillis() / MILLIS_A_MINUTE);
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }
}
