package io.causalgrid.cli.sessionfile;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.cli.sessionfile.SessionLines.Line;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.site.csv.Faults;
import io.causalgrid.grid.site.csv.FaultyLineException;
import io.causalgrid.grid.site.csv.Numbers;
import io.causalgrid.grid.site.csv.SeparatedValues;
import io.causalgrid.grid.site.csv.SeparatedValues.Reading;
import io.causalgrid.grid.site.csv.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as separated values (RFC 4180): a header that names the columns, in any order, then a session a line.
 */
public final class SessionFile {

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
        } catch (UnusableFileException e) {
            throw new InvalidSessionsException(String.valueOf(e.getMessage()));
        }
    }

    private ReadSessions sessions() throws IOException {
        var values = SeparatedValues.of(file, header -> Header.known(header, recording.columns()));
        Numbers numbers = numbers(values);
        List<Line> lines = new ArrayList<>();
        values.read(new Reading() {
            private @Nullable SessionLines parser;

            @Override
            public void header(CsvRecord header) {
                parser = new SessionLines(new Header(header, recording.columns()), numbers, recording);
            }

            @Override
            public void line(CsvRecord line) {
                add(line, Objects.requireNonNull(parser), lines);
            }
        });
        List<RecordedSession> sessions = withoutOverlaps(lines);
        if (faults.count() > 0 && !recording.skipBad()) {
            throw new InvalidSessionsException(faults.refusal("; --skip-bad leaves them out"));
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

    private Numbers numbers(SeparatedValues values) throws IOException {
        var numbers = new Numbers();
        values.read(new Reading() {
            private List<Header.Place> places = List.of();

            @Override
            public void header(CsvRecord header) {
                places = new Header(header, recording.columns()).numbers();
            }

            @Override
            public void line(CsvRecord line) {
                for (Header.Place place : places) {
                    if (place.position() < line.getFieldCount()) {
                        numbers.see(line.getField(place.position()));
                    }
                }
            }
        });
        return numbers;
    }
}
