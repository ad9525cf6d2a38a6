package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.StatePoint;
import java.util.function.Function;

/** The binary form of points and gaps, on disk and between sites: a byte for the version, then the fields in order. */
public final class PointCodec {
    private static final int FORMAT = 1;

    private PointCodec() {}

    /** The bytes of a state's point. */
    public static byte[] encode(StatePoint point) {
        ByteWriter out = start();
        putLogPoint(out, point.log());
        return out.putFixed64(point.digest().high())
                .putFixed64(point.digest().low())
                .putUnsigned(point.keys())
                .toBytes();
    }

    static byte[] encode(LogPoint point) {
        ByteWriter out = start();
        putLogPoint(out, point);
        return out.toBytes();
    }

    static byte[] encode(VersionVector gap) {
        ByteWriter out = start();
        RecordCodec.putVector(out, gap);
        return out.toBytes();
    }

    /**
     * The point that those bytes stand for.
     *
     * @throws CorruptRecordException if they are not one
     */
    public static StatePoint statePoint(byte[] bytes) {
        return decode(
                bytes,
                in -> new StatePoint(getLogPoint(in), new Digest(in.getFixed64(), in.getFixed64()), in.getUnsigned()));
    }

    /** Throws {@link CorruptRecordException} if the bytes are not such a point. */
    static LogPoint logPoint(byte[] bytes) {
        return decode(bytes, PointCodec::getLogPoint);
    }

    /** Throws {@link CorruptRecordException} if the bytes are not a vector. */
    static VersionVector gap(byte[] bytes) {
        return decode(bytes, RecordCodec::getVector);
    }

    private static ByteWriter start() {
        return new ByteWriter().putByte(FORMAT);
    }

    private static <T> T decode(byte[] bytes, Function<ByteReader, T> fields) {
        var in = new ByteReader(bytes);
        int format = in.getByte();
        if (format != FORMAT) {
            throw new CorruptRecordException("form " + format + " of a point is not known here");
        }
        try {
            T decoded = fields.apply(in);
            in.expectEnd();
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the point is out of range", e);
        }
    }

    private static void putLogPoint(ByteWriter out, LogPoint point) {
        out.putUnsigned(point.position());
        RecordCodec.putSite(out, point.self());
        RecordCodec.putVector(out, point.applied());
        out.putUnsigned(point.highest().value());
    }

    private static LogPoint getLogPoint(ByteReader in) {
        long position = in.getUnsigned();
        SiteId self = RecordCodec.getSite(in);
        VersionVector applied = RecordCodec.getVector(in);
        return new LogPoint(position, self, applied, new HybridTimestamp(in.getUnsigned()));
    }
}
