package io.causalgrid.cli.simulate;

import io.causalgrid.cli.sessionfile.Recording;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How a file of sessions is to be read. */
public final class FileOptions {

    @Option(
            names = "--columns",
            paramLabel = "OURS=THEIRS",
            split = ",",
            description = "Names of columns in the file of sessions that differ from ours:"
                    + " session_id=SessionID,energy_wh=Wh.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--skip-bad",
            description =
                    "Leave out lines of the file of sessions that cannot be used, and say how many; otherwise they are"
                            + " listed and nothing is replayed.")
    private boolean skipBad;

    Recording recording(Instant start, ZoneId zone, Predicate<String> connectors) {
        return new Recording(start, zone, columns, connectors, skipBad);
    }
}
