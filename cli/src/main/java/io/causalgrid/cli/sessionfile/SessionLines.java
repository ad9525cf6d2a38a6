package io.causalgrid.cli.sessionfile;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.cli.sessionfile.Column.Field;
import io.causalgrid.cli.sessionfile.Header.Place;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.site.csv.FaultyLineException;
import io.causalgrid.grid.site.csv.Numbers;
import io.causalgrid.grid.site.csv.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes a session of a line, within the limits of {@link RecordedSession}. Confined to one thread. */
final class SessionLines {

    private final Header header;
    private final Numbers numbers;
    private final Recording recording;
    private final Times times;
    private final Map<String, Long> linesOfIds = new HashMap<>();

    /** A session and the line it is in. */
    record Line(long number, RecordedSession session) {}

    SessionLines(Header header, Numbers numbers, Recording recording) {
        this.header = header;
        this.numbers = numbers;
        this.recording = recording;
        this.times = new Times(recording.start(), recording.zone());
    }

    Line parse(CsvRecord record) throws FaultyLineException {
        if (record.getFieldCount() != header.count()) {
            boolean overLines = record.getFields().stream().anyMatch(field -> field.indexOf('\n') >= 0);
            throw new FaultyLineException("has %d fields, not %d%s"
                    .formatted(
                            record.getFieldCount(),
                            header.count(),
                            overLines ? "; a quote that opens a field may not be closed" : ""));
        }
        String id = name(record, Field.ID);
        Long before = linesOfIds.putIfAbsent(id, record.getStartingLineNumber());
        if (before != null) {
            throw new FaultyLineException("session " + id + " is in line " + before + " too");
        }
        String connector = name(record, Field.CONNECTOR);
        if (!recording.connectors().test(connector)) {
            throw new FaultyLineException("session " + id + " is at " + connector + ", which is not in the network");
        }
        Instant arrival = time(record, Field.ARRIVAL);
        Instant departure = laterThan(arrival, record, Field.DEPARTURE);
        return new Line(
                record.getStartingLineNumber(),
                new RecordedSession(
                        id,
                        connector,
                        arrival,
                        departure,
                        header.optional(Field.DEADLINE) == null
                                ? departure
                                : laterThan(arrival, record, Field.DEADLINE),
                        quantity(record, Field.ENERGY, RecordedSession.ENERGY_WATT_HOURS_MAX),
                        quantity(record, Field.POWER, RecordedSession.MAX_WATTS_MAX)));
    }

    private static String text(CsvRecord record, Place place) throws FaultyLineException {
        String text = record.getField(place.position()).strip();
        if (text.isEmpty()) {
            throw new FaultyLineException(place.name() + " is empty");
        }
        return text;
    }

    private String name(CsvRecord record, Field field) throws FaultyLineException {
        Place place = header.place(field);
        String name = text(record, place);
        if (name.length() > RecordedSession.NAME_LENGTH_MAX) {
            throw new FaultyLineException("%s has %d characters, more than %d"
                    .formatted(place.name(), name.length(), RecordedSession.NAME_LENGTH_MAX));
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new FaultyLineException(place.name() + " has a line break or another control character in it");
        }
        return name;
    }

    private Instant laterThan(Instant arrival, CsvRecord record, Field field) throws FaultyLineException {
        Instant time = time(record, field);
        if (!time.isAfter(arrival)) {
            throw new FaultyLineException(header.place(field).name() + " is not after "
                    + header.place(Field.ARRIVAL).name());
        }
        return time;
    }

    private Instant time(CsvRecord record, Field field) throws FaultyLineException {
        Place place = header.place(field);
        String text = text(record, place);
        return place.column().isNumber()
                ? times.after(
                        place.name(),
                        numbers.parse(place.name(), text) * place.column().scale())
                : times.at(place.name(), text);
    }

    /** From 1 to {@code max}, in watt-hours or watts. */
    private double quantity(CsvRecord record, Field field, double max) throws FaultyLineException {
        Place place = header.place(field);
        String text = text(record, place);
        double scale = place.column().scale();
        double value = numbers.parse(place.name(), text) * scale;
        if (!(value > 0)) {
            throw new FaultyLineException(place.name() + " is " + text + ", not above 0");
        }
        if (value < RecordedSession.LEAST) {
            throw new FaultyLineException(
                    "%s is %s, below %s".formatted(place.name(), text, plain(RecordedSession.LEAST / scale)));
        }
        if (value > max) {
            throw new FaultyLineException("%s is %s, above %s".formatted(place.name(), text, plain(max / scale)));
        }
        return value;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
