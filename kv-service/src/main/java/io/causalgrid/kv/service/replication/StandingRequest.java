package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;

/**
 * What a site asks of another when it wants to know how it stands.
 *
 * @param requester who asks
 * @param awaited the answer may wait until the other one has that durably
 * @param waitMillis for how long
 */
record StandingRequest(SiteId requester, VersionVector awaited, long waitMillis) {
    private static final int VERSION = 1;

    byte[] encode() {
        var out = new ByteWriter().putByte(VERSION);
        RecordCodec.putSite(out, requester);
        RecordCodec.putVector(out, awaited);
        return out.putUnsigned(waitMillis).toBytes();
    }

    /** Throws {@link CorruptRecordException} if the bytes are not a request. */
    static StandingRequest decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        if (in.getByte() != VERSION) {
            throw new CorruptRecordException("unknown version of a standing request");
        }
        try {
            var request = new StandingRequest(RecordCodec.getSite(in), RecordCodec.getVector(in), in.getUnsigned());
            in.expectEnd();
            return request;
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the standing request is out of range", e);
        }
    }
}
