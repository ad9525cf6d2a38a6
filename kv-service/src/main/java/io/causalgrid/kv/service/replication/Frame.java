package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Digest;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

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

    int HELLO = 1;
    int RECORD = 2;
    int REPORT = 3;

    static Buffer hello(SiteId site, String proof) {
        var out = new ByteWriter();
        RecordCodec.putSite(out, site);
        return framed(HELLO, out.putText(proof).toBytes());
    }

    /** A frame around an encoded {@link LogRecord.Import}. */
    static Buffer ofRecord(byte[] encodedImport) {
        return framed(RECORD, encodedImport);
    }

    static Buffer ofReport(SiteReport report) {
        var out = new ByteWriter();
        RecordCodec.putVector(out, report.applied());
        out.putFixed64(report.digest().high()).putFixed64(report.digest().low()).putUnsigned(report.bufferDepth());
        return framed(REPORT, out.toBytes());
    }

    /**
     * Reads what follows the length.
     *
     * @throws CorruptRecordException if it is not a frame
     */
    static Frame decode(byte[] kindAndContent) {
        byte[] content = Arrays.copyOfRange(kindAndContent, 1, kindAndContent.length);
        try {
            return switch (kindAndContent[0]) {
                case HELLO -> {
                    var in = new ByteReader(content);
                    yield new Hello(RecordCodec.getSite(in), in.getText());
                }
                case RECORD -> {
                    if (RecordCodec.decode(content) instanceof LogRecord.Import imported) {
                        yield new Transfer(imported.transaction());
                    }
                    throw new CorruptRecordException("a peer sends imports only");
                }
                case REPORT -> {
                    var in = new ByteReader(content);
                    var vector = RecordCodec.getVector(in);
                    var digest = new Digest(in.getFixed64(), in.getFixed64());
                    yield new Report(new SiteReport(vector, digest, in.getUnsigned()));
                }
                default -> throw new CorruptRecordException("unknown kind of frame " + kindAndContent[0]);
            };
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the frame is out of range", e);
        }
    }

    private static Buffer framed(int kind, byte[] content) {
        return Buffer.buffer(LENGTH_BYTES + 1 + content.length)
                .appendInt(1 + content.length)
                .appendByte((byte) kind)
                .appendBytes(content);
    }
}
