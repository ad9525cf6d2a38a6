package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.FileDisk;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.storage.SnapshotFile.Frame;
import io.causalgrid.kv.service.storage.SnapshotFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A snapshot of another site while it comes in, chunk by chunk, in a file of its own. It survives a crash up to some
 * chunk, and can be continued from there. One thread. All methods throw {@link StateException} if the disk fails.
 */
public final class StagedSnapshot implements AutoCloseable {
    static final String FILE = "snapshot";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}");
    private static final long SYNC_BYTES = 8L << 20;

    private final Path directory;
    private final SnapshotFile file;
    private final StatePoint source;
    private final SnapshotContent content = new SnapshotContent();
    private boolean complete;
    private long end;
    private long synced;

    private StagedSnapshot(Path directory, SnapshotFile file, StatePoint source, long end) {
        this.directory = directory;
        this.file = file;
        this.source = source;
        this.end = end;
        this.synced = end;
    }

    /**
     * Begins a snapshot, in the place of one of that name that may be there.
     *
     * @param incoming the directory of received snapshots
     * @param source the point of the state that is sent
     */
    public static StagedSnapshot create(Path incoming, String name, StatePoint source) {
        Path directory = directory(incoming, name);
        try {
            delete(directory);
            Disk disk = new FileDisk(directory);
            var file = new SnapshotFile(disk.create(FILE));
            try {
                long end = file.write(0, Kind.HEADER, PointCodec.encode(source));
                file.sync();
                disk.syncNames();
                DurableFiles.syncNames(incoming);
                return new StagedSnapshot(directory, file, source, end);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /**
     * Goes on with a snapshot that was begun before. A torn tail is cut off.
     *
     * @return nothing if there is none of that name, or nothing of use in it
     */
    public static Optional<StagedSnapshot> resume(Path incoming, String name) {
        Path directory = directory(incoming, name);
        if (Files.notExists(directory.resolve(FILE))) {
            return Optional.empty();
        }
        try {
            var file = new SnapshotFile(new FileDisk(directory).open(FILE));
            try {
                Optional<StagedSnapshot> found = resume(directory, file);
                if (found.isEmpty()) {
                    file.close();
                }
                return found;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | CorruptRecordException e) {
            throw StateFailures.cannotReadSnapshot(directory, e);
        }
    }

    /** The names of all that are there, whole or not. */
    public static List<String> names(Path incoming) {
        try (Stream<Path> entries = Files.list(incoming)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw StateFailures.cannotReadSnapshot(incoming, e);
        }
    }

    /** Takes one away; harmless if there is none of that name. */
    public static void delete(Path incoming, String name) {
        delete(directory(incoming, name));
    }

    /** Its name. */
    public String name() {
        return directory.getFileName().toString();
    }

    /** The point of the state that is sent. */
    public StatePoint source() {
        return source;
    }

    /** The last key that is there; nothing if there is none yet. */
    public Optional<String> resumeAfter() {
        return content.lastKey();
    }

    /** How many keys are there; {@link #source} says how many there will be. */
    public long keys() {
        return content.at(source.log()).keys();
    }

    /** Whether {@link #complete} has succeeded. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Adds the next entries.
     *
     * @throws CorruptSnapshotException if they do not follow on those that are there
     */
    public void append(SnapshotChunk chunk) {
        if (complete) {
            throw new IllegalStateException("the snapshot in " + directory + " is complete");
        }
        content.requireOrder(chunk);
        write(Kind.CHUNK, chunk.encode());
        content.add(chunk);
        if (end - synced >= SYNC_BYTES) {
            sync();
        }
    }

    /**
     * Ends the snapshot: it is durable then, and what its source says it is.
     *
     * @throws CorruptSnapshotException if it is not; it is deleted then
     */
    public void complete() {
        StatePoint found = content.at(source.log());
        if (!found.equals(source)) {
            close();
            delete(directory);
            throw new CorruptSnapshotException("the snapshot in " + directory + " has digest " + found.digest()
                    + " over " + found.keys() + " keys, but its source has " + source.digest() + " over "
                    + source.keys() + "; it is deleted and must be sent again");
        }
        if (!complete) {
            write(Kind.END, new byte[0]);
            sync();
            complete = true;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    private static Optional<StagedSnapshot> resume(Path directory, SnapshotFile file) throws IOException {
        Frame header = file.read(0);
        if (header == null || !header.is(Kind.HEADER)) {
            return Optional.empty();
        }
        var staged = new StagedSnapshot(directory, file, PointCodec.statePoint(header.content()), header.end());
        staged.readOn();
        return Optional.of(staged);
    }

    /** Takes in what is there, and cuts off what was not written whole. */
    private void readOn() throws IOException {
        Frame next = file.read(end);
        while (next != null && next.is(Kind.CHUNK)) {
            content.add(SnapshotChunk.decode(next.content()));
            end = next.end();
            next = file.read(end);
        }
        complete = next != null && next.is(Kind.END);
        if (!complete) {
            file.truncate(end);
        }
        synced = end;
    }

    private void write(Kind kind, byte[] content) {
        try {
            end = file.write(end, kind, content);
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    private void sync() {
        try {
            file.sync();
            synced = end;
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    private static void delete(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /** Where one lies; throws {@link IllegalArgumentException} if the name is not a plain one. */
    static Path directory(Path incoming, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a snapshot: '" + name + "'");
        }
        return incoming.resolve(name);
    }
}
