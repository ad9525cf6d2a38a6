package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A copy of a site's state from which the site can start again: a data directory without a log, and with a file {@code
 * BACKUP} that says of when it is. To restore it, copy it to where the site's data directory should be.
 */
public final class Backup {
    private static final String UNFINISHED = ".unfinished";

    private Backup() {}

    /**
     * Writes a backup. It appears under its name when it is complete and durable.
     *
     * @param target the directory to make, in one that is there
     * @param now the time to note in it
     * @return the point of the state in it
     * @throws DataDirectoryException if the target is there already, or cannot be written
     * @throws StateException if the state cannot be copied
     */
    public static StatePoint write(DataDirectory source, RocksState state, Path target, Instant now) {
        if (Files.exists(target)) {
            throw new DataDirectoryException(
                    "there is something at " + target + " already; a backup needs a new directory");
        }
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        try {
            DurableFiles.deleteTree(unfinished); // of a backup that a crash ended
            Path states = Files.createDirectories(unfinished.resolve(DataDirectory.STATE));
            state.createCheckpoint(states.resolve(Generations.FIRST));
            Generations.name(states, Generations.FIRST);
            StatePoint point = pointIn(states.resolve(Generations.FIRST));
            source.identity().write(unfinished);
            DurableFiles.replace(unfinished.resolve(DataDirectory.BACKUP), note(point, now));
            DurableFiles.move(unfinished, target);
            return point;
        } catch (IOException e) {
            throw new DataDirectoryException("cannot write the backup " + target + ": " + e, e);
        }
    }

    private static StatePoint pointIn(Path checkpoint) {
        try (var reader = CheckpointReader.open(checkpoint)) {
            return reader.point();
        }
    }

    private static String note(StatePoint point, Instant now) {
        return """
                # This directory is a backup, and this file goes when a site has started from it.
                taken=%s
                position=%d
                applied=%s
                """.formatted(now, point.position(), point.applied());
    }
}
