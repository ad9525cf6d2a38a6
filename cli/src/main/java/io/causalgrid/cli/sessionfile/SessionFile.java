package io.causalgrid.cli.sessionfile;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.cli.sessionfile.SessionLines.Line;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sessions as separated values (RFC 4180): a header that names the columns, in any order, then a session a line. The file is
 * read twice, for what its numbers mean is only known when all have been seen.
 */
public final class SessionFile {

    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final int HEADER_CHARS_MAX = 1 << 16;

    private final Path file;
    private final Recording recording;
    private final Faults faults = new Faults();

    private SessionFile(Path file, Recording recording) {
        this.file = file;
        this.recording = recording;
    }

    /**
     * Reads all sessions.
     *
     * @throws InvalidSessionsException if it is no file of sessions, or lines cannot be used and are not to be left out
     */
    public static ReadSessions read(Path file, Recording recording) throws IOException {
        try {
            return new SessionFile(file, recording).sessions();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new InvalidSessionsException("a field is too long; a quote may be missing");
        }
    }

    private ReadSessions sessions() throws IOException {
        char separator = separator();
        Numbers numbers = numbers(separator);
        List<Line> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> records = records(FileText.open(file), separator)) {
            Iterator<CsvRecord> each = records.iterator();
            var parser = new SessionLines(header(each), numbers, recording);
            while (each.hasNext()) {
                CsvRecord record = each.next();
                if (!isBlank(record)) {
                    add(record, parser, lines);
                }
            }
        }
        List<RecordedSession> sessions = withoutOverlaps(lines);
        if (faults.count() > 0 && !recording.skipBad()) {
            throw new InvalidSessionsException(faults.refusal());
        }
        if (sessions.isEmpty()) {
            throw new InvalidSessionsException(
                    faults.count() == 0 ? "there are no sessions" : "there are no other sessions; " + faults.leftOut());
        }
        return new ReadSessions(sessions, faults);
    }

    private void add(CsvRecord record, SessionLines parser, List<Line> lines) {
        try {
            lines.add(parser.parse(record));
        } catch (FaultyLineException e) {
            faults.add(record.getStartingLineNumber(), e.reason());
        }
    }

    /** A connector has one vehicle at a time; of two the one that came later is the one in the wrong place. */
    private List<RecordedSession> withoutOverlaps(List<Line> lines) {
        List<Line> byArrival = lines.stream()
                .sorted(Comparator.comparing((Line line) -> line.session().arrival())
                        .thenComparingLong(Line::number))
                .toList();
        Map<String, Line> latest = new HashMap<>();
        Map<Long, String> overlaps = new HashMap<>();
        for (Line line : byArrival) {
            RecordedSession session = line.session();
            Line before = latest.get(session.connector());
            if (before != null && before.session().departure().isAfter(session.arrival())) {
                overlaps.put(
                        line.number(),
                        "session %s is at %s while session %s (line %d) still is"
                                .formatted(
                                        session.id(),
                                        session.connector(),
                                        before.session().id(),
                                        before.number()));
            } else {
                latest.put(session.connector(), line);
            }
        }
        Set<Long> left = new HashSet<>(overlaps.keySet());
        overlaps.keySet().stream().sorted().forEach(number -> faults.add(number, overlaps.getOrDefault(number, "")));
        return lines.stream()
                .filter(line -> !left.contains(line.number()))
                .map(Line::session)
                .toList();
    }

    /** The one with which the first line names the most columns of a session. */
    private char separator() throws IOException {
        String start = start();
        char best = SEPARATORS[0];
        long most = -1;
        for (char separator : SEPARATORS) {
            Iterator<CsvRecord> first = builder(separator).ofCsvRecord(start).iterator();
            if (!first.hasNext()) {
                throw new InvalidSessionsException("the file is empty");
            }
            long known = Header.known(first(first), recording.columns());
            if (known > most) {
                most = known;
                best = separator;
            }
        }
        return best;
    }

    private String start() throws IOException {
        try (BufferedReader reader = FileText.open(file)) {
            char[] chars = new char[HEADER_CHARS_MAX];
            int length = 0;
            for (int read = 0; read >= 0 && length < chars.length; length += Math.max(0, read)) {
                read = reader.read(chars, length, chars.length - length);
            }
            return new String(chars, 0, length);
        }
    }

    private Numbers numbers(char separator) throws IOException {
        var numbers = new Numbers();
        try (CsvReader<CsvRecord> records = records(FileText.open(file), separator)) {
            Iterator<CsvRecord> each = records.iterator();
            Header header = header(each);
            while (each.hasNext()) {
                CsvRecord record = each.next();
                for (Header.Place place : header.numbers()) {
                    if (place.position() < record.getFieldCount()) {
                        numbers.see(record.getField(place.position()));
                    }
                }
            }
        }
        return numbers;
    }

    private Header header(Iterator<CsvRecord> records) {
        return new Header(first(records), recording.columns());
    }

    /** Spreadsheets write, and read, a line before the header that names the separator. */
    private static CsvRecord first(Iterator<CsvRecord> records) {
        CsvRecord first = records.next();
        return first.getField(0).startsWith("sep=") && records.hasNext() ? records.next() : first;
    }

    /** Spreadsheets write lines of nothing but separators. */
    private static boolean isBlank(CsvRecord record) {
        return record.getFields().stream().allMatch(String::isBlank);
    }

    private static CsvReader<CsvRecord> records(BufferedReader reader, char separator) {
        return builder(separator).ofCsvRecord(reader);
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true) // counted and named by SessionLines
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true);
    }
}
