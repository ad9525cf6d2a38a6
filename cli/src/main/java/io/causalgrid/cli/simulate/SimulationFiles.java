package io.causalgrid.cli.simulate;

import io.causalgrid.cli.sessionfile.ReadSessions;
import io.causalgrid.cli.sessionfile.Recording;
import io.causalgrid.cli.sessionfile.SessionFile;
import io.causalgrid.cli.sessionfile.SessionWriter;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.site.Reasons;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The files that a replay reads and writes; what is wrong with one is said with its name. */
public final class SimulationFiles {

    private SimulationFiles() {}

    /**
     * Reads sessions.
     *
     * @throws SimulationException when the file cannot be read or is not one of sessions
     */
    public static ReadSessions sessions(Path file, Recording recording) {
        try {
            return SessionFile.read(file, recording);
        } catch (InvalidSessionsException e) {
            throw new SimulationException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Writes sessions.
     *
     * @throws SimulationException when the file cannot be written
     */
    public static void writeSessions(Path file, List<RecordedSession> sessions, Instant start) {
        try {
            SessionWriter.write(file, sessions, start);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Writes.
     *
     * @throws SimulationException when the file cannot be written
     */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static SimulationException unwritable(Path file, IOException e) {
        return new SimulationException("cannot write " + file + ": " + reason(e), e);
    }

    private static SimulationException unreadable(Path file, IOException e) {
        return new SimulationException("cannot read " + file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "access is denied" : Reasons.of(e);
    }
}
