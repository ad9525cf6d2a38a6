package io.causalgrid.grid.core.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as comma-separated values: a header that names the columns, in any order, then a session a line. Times are
 * minutes from the start of the recording. The last column may be left out; it is {@code departure_min} then. Quotes are
 * not needed for such values and not understood.
 */
public final class SessionFile {
    private static final String ID = "session_id";
    private static final String CONNECTOR = "station_id";
    private static final String ARRIVAL = "arrival_min";
    private static final String DEPARTURE = "departure_min";
    private static final String ENERGY = "requested_kwh";
    private static final String POWER = "max_kw";
    private static final String DEADLINE = "deadline_min";
    private static final List<String> REQUIRED = List.of(ID, CONNECTOR, ARRIVAL, DEPARTURE, ENERGY, POWER);
    private static final double MINUTES_MAX = Duration.ofDays(3660).toMinutes();

    private final Instant start;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Integer> linesOfIds = new HashMap<>();

    private SessionFile(Instant start) {
        this.start = start;
    }

    /**
     * Reads all sessions.
     *
     * @param start of the recording
     * @throws InvalidSessionsException if a line is not a session, an id is there twice, or there is no session
     */
    public static List<RecordedSession> read(Reader reader, Instant start) throws IOException {
        var file = new SessionFile(start);
        var lines = new BufferedReader(reader);
        file.header(lines.readLine());
        List<RecordedSession> sessions = new ArrayList<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                sessions.add(file.session(line, number));
            }
        }
        if (sessions.isEmpty()) {
            throw new InvalidSessionsException("there are no sessions");
        }
        return sessions;
    }

    /** The same sessions as a file. */
    public static String write(List<RecordedSession> sessions, Instant start) {
        var text = new StringBuilder(String.join(",", REQUIRED))
                .append(',')
                .append(DEADLINE)
                .append('\n');
        for (RecordedSession session : sessions) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%.3f,%s,%s%n",
                    session.id(),
                    session.connector(),
                    minutes(start, session.arrival()),
                    minutes(start, session.departure()),
                    session.energyWattHours() / 1000,
                    plain(session.maxWatts() / 1000),
                    minutes(start, session.deadline())));
        }
        return text.toString();
    }

    private static String minutes(Instant start, Instant time) {
        return plain(Duration.between(start, time).toMillis() / 60_000.0);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private void header(@Nullable String line) {
        if (line == null) {
            throw new InvalidSessionsException("the file is empty");
        }
        List<String> names = Arrays.stream(withoutMark(line).split(",", -1))
                .map(String::strip)
                .toList();
        for (int position = 0; position < names.size(); position++) {
            if (columns.putIfAbsent(names.get(position), position) != null) {
                throw new InvalidSessionsException("line 1: the column " + names.get(position) + " is there twice");
            }
        }
        List<String> missing =
                REQUIRED.stream().filter(name -> !columns.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new InvalidSessionsException("line 1: no column " + String.join(", ", missing));
        }
    }

    /** Spreadsheets like to begin a file with a byte-order mark. */
    private static String withoutMark(String line) {
        return line.startsWith("\ufeff") ? line.substring(1) : line;
    }

    private RecordedSession session(String line, int number) {
        String[] fields = line.split(",", -1);
        if (fields.length != columns.size()) {
            throw wrong(number, "has " + fields.length + " fields, not " + columns.size());
        }
        String id = text(fields, ID, number);
        Integer before = linesOfIds.putIfAbsent(id, number);
        if (before != null) {
            throw wrong(number, "session " + id + " is in line " + before + " too");
        }
        Instant arrival = time(fields, ARRIVAL, number);
        Instant departure = time(fields, DEPARTURE, number);
        Instant deadline = columns.containsKey(DEADLINE) ? time(fields, DEADLINE, number) : departure;
        if (!departure.isAfter(arrival)) {
            throw wrong(number, DEPARTURE + " is not after " + ARRIVAL);
        }
        return new RecordedSession(
                id,
                text(fields, CONNECTOR, number),
                arrival,
                departure,
                deadline,
                positive(fields, ENERGY, number) * 1000,
                positive(fields, POWER, number) * 1000);
    }

    private String text(String[] fields, String column, int number) {
        String text = fields[position(column)].strip();
        if (text.isEmpty()) {
            throw wrong(number, column + " is empty");
        }
        return text;
    }

    private Instant time(String[] fields, String column, int number) {
        double minutes = number(fields, column, number);
        if (Math.abs(minutes) > MINUTES_MAX) {
            throw wrong(number, column + " is more than ten years away");
        }
        return start.plusMillis(Math.round(minutes * 60_000));
    }

    private double positive(String[] fields, String column, int number) {
        double value = number(fields, column, number);
        if (!(value > 0)) {
            throw wrong(number, column + " is " + value + ", not above 0");
        }
        return value;
    }

    private double number(String[] fields, String column, int number) {
        String text = text(fields, column, number);
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(number, column + " is no number: " + text, e);
        }
        throw wrong(number, column + " is no number: " + text);
    }

    private int position(String column) {
        Integer position = columns.get(column);
        if (position == null) {
            throw new IllegalStateException("no column " + column);
        }
        return position;
    }

    private static InvalidSessionsException wrong(int number, String what) {
        return new InvalidSessionsException("line " + number + ": " + what);
    }

    private static InvalidSessionsException wrong(int number, String what, Throwable cause) {
        InvalidSessionsException problem = wrong(number, what);
        problem.initCause(cause);
        return problem;
    }
}
