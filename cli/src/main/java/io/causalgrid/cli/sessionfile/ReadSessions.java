package io.causalgrid.cli.sessionfile;

import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.site.csv.Faults;
import java.util.List;

/**
 * What was in a file.
 *
 * @param sessions in the file's order, at least one
 * @param leftOut lines that could not be used
 */
public record ReadSessions(List<RecordedSession> sessions, Faults leftOut) {
    public ReadSessions {
        sessions = List.copyOf(sessions);
    }
}
