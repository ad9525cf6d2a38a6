package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * What a site asks of another when it needs all data.
 *
 * @param requester who asks
 * @param applied what it has
 * @param name the snapshot that it has begun to receive; the empty text if there is none
 * @param after the last key that it has of that; null if it has none
 */
record SnapshotRequest(
        SiteId requester,
        VersionVector applied,
        String name,
        @Nullable String after) {
    private static final int VERSION = 1;

    byte[] encode() {
        var out = new ByteWriter().putByte(VERSION);
        RecordCodec.putSite(out, requester);
        RecordCodec.putVector(out, applied);
        out.putText(name).putByte(after == null ? 0 : 1);
        return (after == null ? out : out.putText(after)).toBytes();
    }

    /** Throws {@link CorruptRecordException} if the bytes are not a request. */
    static SnapshotRequest decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        if (in.getByte() != VERSION) {
            throw new CorruptRecordException("unknown version of a snapshot request");
        }
        try {
            var request = new SnapshotRequest(
                    RecordCodec.getSite(in),
                    RecordCodec.getVector(in),
                    in.getText(),
                    in.getByte() == 0 ? null : in.getText());
            in.expectEnd();
            return request;
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the snapshot request is out of range", e);
        }
    }
}
