package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of log records: one byte for the version, one for the kind, then the fields in order. A reader refuses
 * versions and kinds it does not know instead of guessing.
 */
public final class RecordCodec {
    private static final int VERSION = 1;
    private static final int LOCAL = 1;
    private static final int IMPORT = 2;
    private static final int PUT = 1;
    private static final int DELETE = 2;

    private RecordCodec() {}

    /** The bytes of a record. */
    public static byte[] encode(LogRecord logRecord) {
        var out = new ByteWriter().putByte(VERSION);
        switch (logRecord) {
            case LogRecord.Local local -> {
                out.putByte(LOCAL).putUnsigned(local.timestamp().value());
                putMutations(out, local.mutations());
            }
            case LogRecord.Import imported -> {
                Transaction transaction = imported.transaction();
                out.putByte(IMPORT);
                putSite(out, transaction.dot().site());
                out.putUnsigned(transaction.dot().sequence());
                putVector(out, transaction.dependencies());
                out.putUnsigned(transaction.timestamp().value());
                putMutations(out, transaction.mutations());
            }
        }
        return out.toBytes();
    }

    /**
     * The record that those bytes stand for.
     *
     * @throws CorruptRecordException if they are not one
     */
    public static LogRecord decode(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.getByte();
        if (version != VERSION) {
            throw new CorruptRecordException("record version " + version + " is not known here");
        }
        try {
            LogRecord decoded =
                    switch (in.getByte()) {
                        case LOCAL -> new LogRecord.Local(getTimestamp(in), getMutations(in));
                        case IMPORT -> new LogRecord.Import(getTransaction(in));
                        default -> throw new CorruptRecordException("unknown kind of record");
                    };
            in.expectEnd();
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the record is out of range", e);
        }
    }

    /** Writes a vector: the number of entries, then site and sequence number of each. */
    public static void putVector(ByteWriter out, VersionVector vector) {
        out.putUnsigned(vector.size());
        vector.forEach((site, sequence) -> {
            putSite(out, site);
            out.putUnsigned(sequence);
        });
    }

    /**
     * Reads what {@link #putVector} wrote.
     *
     * @throws IllegalArgumentException if it is not a vector
     */
    public static VersionVector getVector(ByteReader in) {
        var sites = new SiteId[in.getCount()];
        var sequences = new long[sites.length];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = getSite(in);
            sequences[i] = in.getUnsigned();
        }
        return VersionVector.ofSorted(sites, sequences);
    }

    /** Writes a site's identity. */
    public static void putSite(ByteWriter out, SiteId site) {
        out.putText(site.name()).putText(site.incarnation());
    }

    /**
     * Reads what {@link #putSite} wrote.
     *
     * @throws IllegalArgumentException if it is not a site's identity
     */
    public static SiteId getSite(ByteReader in) {
        return new SiteId(in.getText(), in.getText());
    }

    private static Transaction getTransaction(ByteReader in) {
        var dot = new Dot(getSite(in), in.getUnsigned());
        return new Transaction(dot, getVector(in), getTimestamp(in), getMutations(in));
    }

    private static HybridTimestamp getTimestamp(ByteReader in) {
        return new HybridTimestamp(in.getUnsigned());
    }

    private static void putMutations(ByteWriter out, List<Mutation> mutations) {
        out.putUnsigned(mutations.size());
        for (Mutation mutation : mutations) {
            switch (mutation) {
                case Mutation.Put put ->
                    out.putByte(PUT)
                            .putText(put.key())
                            .putText(put.value().contentType())
                            .putBytes(put.value().bytes());
                case Mutation.Delete delete -> out.putByte(DELETE).putText(delete.key());
            }
        }
    }

    private static List<Mutation> getMutations(ByteReader in) {
        var mutations = new ArrayList<Mutation>();
        for (int left = in.getCount(); left > 0; left--) {
            mutations.add(
                    switch (in.getByte()) {
                        case PUT -> new Mutation.Put(in.getText(), Value.of(in.getText(), in.getBytes()));
                        case DELETE -> new Mutation.Delete(in.getText());
                        default -> throw new CorruptRecordException("unknown kind of mutation");
                    });
        }
        return mutations;
    }
}
