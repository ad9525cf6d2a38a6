package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.storage.PointCodec;
import io.causalgrid.kv.service.storage.SnapshotChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * One message of a replication stream. On the wire: its length in four bytes, big endian; a byte for its kind; its
 * content.
 */
sealed interface Frame {
    /** The bytes of a frame before its kind. */
    int LENGTH_BYTES = 4;

    /** The largest frame that is read; a transaction of many large values may come near it. */
    int BYTES_MAX = 64 << 20;

    /** The first frame: who sends, and the proof that it knows the cluster's secret. */
    record Hello(SiteId site, String proof) implements Frame {}

    /** A transaction. */
    record Transfer(Transaction transaction) implements Frame {}

    /** The sender's state, also a sign of life. */
    record Report(SiteReport report) implements Frame {}

    /** A snapshot begins, or goes on: its name, and the point at which it was taken. */
    record SnapshotBegin(String name, StatePoint point) implements Frame {}

    /** A piece of it. */
    record SnapshotPart(SnapshotChunk chunk) implements Frame {}

    /** All of it was sent. */
    record SnapshotEnd() implements Frame {}

    int HELLO = 1;
    int RECORD = 2;
    int REPORT = 3;
    int SNAPSHOT_BEGIN = 4;
    int SNAPSHOT_PART = 5;
    int SNAPSHOT_END = 6;

    static Buffer hello(SiteId site, String proof) {
        var out = new ByteWriter();
        RecordCodec.putSite(out, site);
        return framed(HELLO, out.putText(proof).toBytes());
    }

    /** A frame around each encoded {@link LogRecord.Import}. */
    static Buffer ofRecords(List<byte[]> encodedImports) {
        int bytes = 0;
        for (byte[] encoded : encodedImports) {
            bytes += LENGTH_BYTES + 1 + encoded.length;
        }
        Buffer frames = Buffer.buffer(bytes);
        encodedImports.forEach(encoded -> append(frames, RECORD, encoded));
        return frames;
    }

    static Buffer ofReport(SiteReport report) {
        var out = new ByteWriter();
        RecordCodec.putSite(out, report.self());
        RecordCodec.putVector(out.putByte(report.member() ? 1 : 0), report.applied());
        out.putFixed64(report.digest().high()).putFixed64(report.digest().low()).putUnsigned(report.bufferDepth());
        return framed(REPORT, out.toBytes());
    }

    static Buffer snapshotBegin(String name, StatePoint point) {
        return framed(
                SNAPSHOT_BEGIN,
                new ByteWriter()
                        .putText(name)
                        .putBytes(PointCodec.encode(point))
                        .toBytes());
    }

    static Buffer snapshotPart(SnapshotChunk chunk) {
        return framed(SNAPSHOT_PART, chunk.encode());
    }

    static Buffer snapshotEnd() {
        return framed(SNAPSHOT_END, new byte[0]);
    }

    /**
     * Reads what follows the length, to the end.
     *
     * @throws CorruptRecordException if it is not a frame
     */
    static Frame decode(ByteReader in) {
        try {
            int kind = in.getByte();
            return switch (kind) {
                case HELLO -> new Hello(RecordCodec.getSite(in), in.getText());
                case RECORD -> {
                    if (RecordCodec.decode(in) instanceof LogRecord.Import imported) {
                        yield new Transfer(imported.transaction());
                    }
                    throw new CorruptRecordException("a peer sends imports only");
                }
                case REPORT -> {
                    SiteId site = RecordCodec.getSite(in);
                    boolean member = in.getByte() == 1;
                    var vector = RecordCodec.getVector(in);
                    var digest = new Digest(in.getFixed64(), in.getFixed64());
                    yield new Report(new SiteReport(site, member, vector, digest, in.getUnsigned()));
                }
                case SNAPSHOT_BEGIN -> new SnapshotBegin(in.getText(), PointCodec.statePoint(in.getBytes()));
                case SNAPSHOT_PART -> new SnapshotPart(SnapshotChunk.decode(in.getRest()));
                case SNAPSHOT_END -> new SnapshotEnd();
                default -> throw new CorruptRecordException("unknown kind of frame " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the frame is out of range", e);
        }
    }

    private static Buffer framed(int kind, byte[] content) {
        Buffer frame = Buffer.buffer(LENGTH_BYTES + 1 + content.length);
        append(frame, kind, content);
        return frame;
    }

    private static void append(Buffer target, int kind, byte[] content) {
        target.appendInt(1 + content.length).appendByte((byte) kind).appendBytes(content);
    }
}
