package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a site asks of another: all transactions that the other has and it has not, but for those of origins that it
 * fetches from elsewhere.
 *
 * @param requester who asks
 * @param cursor what the requester has
 * @param excluded origins of which it wants nothing from this peer
 */
public record FeedRequest(SiteId requester, VersionVector cursor, Set<SiteId> excluded) {
    private static final int VERSION = 1;

    public FeedRequest {
        excluded = Set.copyOf(excluded);
    }

    /** The sequence number up to which nothing of that origin is wanted. */
    public long covered(SiteId origin) {
        return excluded.contains(origin) ? Long.MAX_VALUE : cursor.get(origin);
    }

    /** The binary form. */
    public byte[] encode() {
        var out = new ByteWriter().putByte(VERSION);
        RecordCodec.putSite(out, requester);
        RecordCodec.putVector(out, cursor);
        out.putUnsigned(excluded.size());
        new TreeSet<>(excluded).forEach(site -> RecordCodec.putSite(out, site));
        return out.toBytes();
    }

    /**
     * Reads the binary form.
     *
     * @throws CorruptRecordException if the bytes are not one
     */
    public static FeedRequest decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        if (in.getByte() != VERSION) {
            throw new CorruptRecordException("unknown version of a feed request");
        }
        try {
            SiteId requester = RecordCodec.getSite(in);
            VersionVector cursor = RecordCodec.getVector(in);
            var excluded = new TreeSet<SiteId>();
            for (int left = in.getCount(); left > 0; left--) {
                excluded.add(RecordCodec.getSite(in));
            }
            in.expectEnd();
            return new FeedRequest(requester, cursor, excluded);
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the feed request is out of range", e);
        }
    }
}
