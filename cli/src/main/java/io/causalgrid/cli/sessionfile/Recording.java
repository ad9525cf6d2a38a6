package io.causalgrid.cli.sessionfile;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is known about a file of sessions beside what is in it.
 *
 * @param start of the recording, from which minutes count
 * @param zone of times without an offset
 * @param columns for our names of columns, those in the file
 * @param connectors whether there is one of this id
 * @param skipBad whether lines that cannot be used are left out; the whole file is refused otherwise
 */
public record Recording(
        Instant start, ZoneId zone, Map<String, String> columns, Predicate<String> connectors, boolean skipBad) {

    public Recording {
        columns = Map.copyOf(columns);
    }

    /** One with the usual names, on a network that has every connector. */
    public static Recording from(Instant start, ZoneId zone) {
        return new Recording(start, zone, Map.of(), _ -> true, false);
    }
}
