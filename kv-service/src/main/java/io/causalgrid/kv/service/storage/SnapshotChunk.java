package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a snapshot, on its way to another site and in the file where that site puts it.
 *
 * @param entries in the order of their keys' UTF-8 bytes, the system key included
 */
public record SnapshotChunk(List<KeyedRegister> entries) {
    private static final int FORMAT = 1;

    public SnapshotChunk {
        entries = List.copyOf(entries);
    }

    /** Whether it has nothing: the snapshot is at its end. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The key behind which the next chunk begins. */
    public Optional<String> lastKey() {
        return isEmpty() ? Optional.empty() : Optional.of(entries.getLast().key());
    }

    /** Its binary form: a byte for the version, the number of entries, then key and register of each. */
    public byte[] encode() {
        var out = new ByteWriter().putByte(FORMAT).putUnsigned(entries.size());
        for (KeyedRegister entry : entries) {
            out.putText(entry.key()).putBytes(RegisterCodec.encode(entry.register()));
        }
        return out.toBytes();
    }

    /**
     * The chunk that those bytes stand for.
     *
     * @throws CorruptRecordException if they are not one
     */
    public static SnapshotChunk decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        int format = in.getByte();
        if (format != FORMAT) {
            throw new CorruptRecordException("form " + format + " of a snapshot's chunk is not known here");
        }
        var entries = new ArrayList<KeyedRegister>();
        for (int left = in.getCount(); left > 0; left--) {
            entries.add(new KeyedRegister(in.getText(), RegisterCodec.decode(in.getBytes())));
        }
        in.expectEnd();
        return new SnapshotChunk(entries);
    }
}
