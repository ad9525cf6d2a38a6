package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.disk.FileDisk;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.storage.SnapshotFile.Frame;
import io.causalgrid.kv.service.storage.SnapshotFile.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a staged snapshot that is complete, from its start to its end. One thread. */
final class SnapshotReader implements AutoCloseable {
    private final Path directory;
    private final SnapshotFile file;
    private final StatePoint source;
    private Iterator<KeyedRegister> chunk = List.<KeyedRegister>of().iterator();
    private long offset;
    private boolean ended;

    private SnapshotReader(Path directory, SnapshotFile file) throws IOException {
        this.directory = directory;
        this.file = file;
        Frame header = frame();
        this.source = PointCodec.statePoint(header.content());
        this.offset = header.end();
    }

    /** Opens the snapshot of that name; throws {@link io.causalgrid.kv.core.state.StateException} if there is none. */
    static SnapshotReader open(Path incoming, String name) {
        Path directory = StagedSnapshot.directory(incoming, name);
        try {
            var file = new SnapshotFile(new FileDisk(directory).open(StagedSnapshot.FILE));
            try {
                return new SnapshotReader(directory, file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | CorruptRecordException e) {
            throw StateFailures.cannotReadSnapshot(directory, e);
        }
    }

    /** The point of the state of which this is a snapshot. */
    StatePoint source() {
        return source;
    }

    /** The next entry in the order of the keys; null after the last. */
    @Nullable
    KeyedRegister next() {
        try {
            while (!chunk.hasNext() && !ended) {
                Frame frame = frame();
                offset = frame.end();
                if (frame.is(Kind.END)) {
                    ended = true;
                } else {
                    chunk = SnapshotChunk.decode(frame.content()).entries().iterator();
                }
            }
        } catch (IOException | CorruptRecordException e) {
            throw StateFailures.cannotReadSnapshot(directory, e);
        }
        return chunk.hasNext() ? chunk.next() : null;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StateFailures.cannotReadSnapshot(directory, e);
        }
    }

    private Frame frame() throws IOException {
        Frame frame = file.read(offset);
        if (frame == null) {
            throw new IOException("it is damaged or incomplete at byte " + offset);
        }
        return frame;
    }
}
