package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Value;
import java.util.ArrayList;
import java.util.List;

/** The binary form of registers, on disk and in snapshots: a byte for the version, then the versions in their order. */
public final class RegisterCodec {
    private static final int FORMAT = 1;

    private RegisterCodec() {}

    /** The bytes of a register. */
    public static byte[] encode(Register register) {
        List<Version> versions = register.versions();
        var out = ByteWriter.scratch().putByte(FORMAT).putUnsigned(versions.size());
        for (Version version : versions) {
            RecordCodec.putDot(out, version.dot());
            out.putUnsigned(version.timestamp().value());
            RecordCodec.putValue(out, version.value(), version.expiresAt());
        }
        return out.toBytes();
    }

    /**
     * The register that those bytes stand for.
     *
     * @throws CorruptRecordException if they are not one
     */
    public static Register decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        if (in.getByte() != FORMAT) {
            throw new CorruptRecordException("unknown form of a register");
        }
        try {
            var versions = new ArrayList<Version>();
            for (int left = in.getCount(); left > 0; left--) {
                Dot dot = RecordCodec.getDot(in);
                var timestamp = new HybridTimestamp(in.getUnsigned());
                Value value = RecordCodec.getValue(in);
                versions.add(new Version(dot, timestamp, value, RecordCodec.getExpiry(in)));
            }
            in.expectEnd();
            return new Register(versions);
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the register is out of range", e);
        }
    }
}
