package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.load.LoadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What substations count of what they write into the store and of their sessions.
 *
 * @param batches of their journals that the store has taken
 * @param keys in all of these, written and deleted
 * @param bytes of the values
 * @param sessions that have started
 */
record Metrics(double batches, double keys, double bytes, double sessions) {
    static final Metrics NONE = new Metrics(0, 0, 0, 0);

    /**
     * Those of a substation, in Prometheus' text format.
     *
     * @throws LoadException if one is not there
     */
    static Metrics parse(String text) {
        return new Metrics(
                value(text, "grid_journal_writes_seconds_count", "outcome=\"stored\""),
                value(text, "grid_journal_stored_keys_total", ""),
                value(text, "grid_journal_stored_bytes_total", ""),
                value(text, "grid_sessions_total", "outcome=\"started\""));
    }

    private static double value(String text, String name, String label) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\{[^}]*" + label + "[^}]*}\\s+(\\S+)$")
                .matcher(text);
        if (!line.find()) {
            throw new LoadException("a substation's metrics do not have " + name);
        }
        return Double.parseDouble(line.group(1));
    }

    Metrics plus(Metrics other) {
        return new Metrics(batches + other.batches, keys + other.keys, bytes + other.bytes, sessions + other.sessions);
    }

    Metrics minus(Metrics other) {
        return new Metrics(batches - other.batches, keys - other.keys, bytes - other.bytes, sessions - other.sessions);
    }
}
