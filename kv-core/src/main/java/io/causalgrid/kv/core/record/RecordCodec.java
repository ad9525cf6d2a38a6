package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of log records: one byte for the version, one for the kind, then the fields in order. A reader refuses
 * versions and kinds it does not know instead of guessing.
 */
public final class RecordCodec {
    private static final int VERSION = 1;
    private static final int LOCAL = 1;
    private static final int IMPORT = 2;
    private static final int INCARNATION = 3;
    private static final int INSTALL = 4;
    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int ALL_SEEN = 0;
    private static final int ONLY = 1;

    private static final Familiar<SiteId> SITES = new Familiar<>(2, in -> new SiteId(in.getText(), in.getText()));
    private static final Familiar<String> CONTENT_TYPES = new Familiar<>(1, ByteReader::getText);

    private RecordCodec() {}

    /** The bytes of a record. */
    public static byte[] encode(LogRecord logRecord) {
        var out = ByteWriter.scratch().putByte(VERSION);
        switch (logRecord) {
            case LogRecord.Local local -> {
                out.putByte(LOCAL).putUnsigned(local.timestamp().value());
                putMutations(out, local.mutations());
            }
            case LogRecord.Import imported -> {
                Transaction transaction = imported.transaction();
                out.putByte(IMPORT);
                putDot(out, transaction.dot());
                putVector(out, transaction.dependencies());
                out.putUnsigned(transaction.timestamp().value());
                putMutations(out, transaction.mutations());
            }
            case LogRecord.Incarnation(String incarnation) ->
                out.putByte(INCARNATION).putText(incarnation);
            case LogRecord.Install(String snapshot, VersionVector applied, HybridTimestamp highest) -> {
                out.putByte(INSTALL).putText(snapshot);
                putVector(out, applied);
                out.putUnsigned(highest.value());
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
        return decode(new ByteReader(bytes));
    }

    /**
     * The record that the rest of those bytes stands for.
     *
     * @throws CorruptRecordException if they are not one
     */
    public static LogRecord decode(ByteReader in) {
        return decode(in, RecordCodec::getMutations);
    }

    /**
     * The record that those bytes stand for, for those who pass it on: its mutations are not read before somebody looks at them,
     * and are written again as they are. For one thread.
     *
     * @throws CorruptRecordException if they are not one; if that shows in the mutations only, whoever looks at these gets it
     */
    public static LogRecord decodeToPassOn(byte[] bytes) {
        return decode(new ByteReader(bytes), in -> new UnreadMutations(in.getRest()));
    }

    private static LogRecord decode(ByteReader in, Function<ByteReader, List<Mutation>> mutations) {
        int version = in.getByte();
        if (version != VERSION) {
            throw new CorruptRecordException("record version " + version + " is not known here");
        }
        try {
            LogRecord decoded =
                    switch (in.getByte()) {
                        case LOCAL -> new LogRecord.Local(getTimestamp(in), mutations.apply(in));
                        case IMPORT -> new LogRecord.Import(getTransaction(in, mutations));
                        case INCARNATION -> new LogRecord.Incarnation(in.getText());
                        case INSTALL -> new LogRecord.Install(in.getText(), getVector(in), getTimestamp(in));
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
        return SITES.read(in);
    }

    /** Writes the name of a write. */
    public static void putDot(ByteWriter out, Dot dot) {
        putSite(out, dot.site());
        out.putUnsigned(dot.sequence());
    }

    /**
     * Reads what {@link #putDot} wrote.
     *
     * @throws IllegalArgumentException if it is not a dot
     */
    public static Dot getDot(ByteReader in) {
        return new Dot(getSite(in), in.getUnsigned());
    }

    /** Writes a value with the time at which it expires, if it does. */
    public static void putValue(ByteWriter out, Value value, @Nullable Instant expiresAt) {
        out.putText(value.contentType());
        value.putBytes(out);
        out.putUnsigned(expiresAt == null ? 0 : expiresAt.toEpochMilli());
    }

    /** Reads the expiry that {@link #putValue} wrote behind content type and bytes. */
    public static @Nullable Instant getExpiry(ByteReader in) {
        long millis = in.getUnsigned();
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /** Reads the content type and bytes that {@link #putValue} wrote. */
    public static Value getValue(ByteReader in) {
        return Value.owning(CONTENT_TYPES.read(in), in.getBytes());
    }

    private static Transaction getTransaction(ByteReader in, Function<ByteReader, List<Mutation>> mutations) {
        return new Transaction(getDot(in), getVector(in), getTimestamp(in), mutations.apply(in));
    }

    private static HybridTimestamp getTimestamp(ByteReader in) {
        return new HybridTimestamp(in.getUnsigned());
    }

    /** The mutations that those bytes stand for. */
    static List<Mutation> mutations(byte[] encoded) {
        var in = new ByteReader(encoded);
        try {
            List<Mutation> mutations = getMutations(in);
            in.expectEnd();
            return mutations;
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the record is out of range", e);
        }
    }

    private static void putMutations(ByteWriter out, List<Mutation> mutations) {
        if (mutations instanceof UnreadMutations unread) {
            out.putRest(unread.encoded());
            return;
        }
        out.putUnsigned(mutations.size());
        for (Mutation mutation : mutations) {
            switch (mutation) {
                case Mutation.Put put -> {
                    out.putByte(PUT).putText(put.key());
                    putReplaces(out, put.replaces());
                    putValue(out, put.value(), put.expiresAt());
                }
                case Mutation.Delete delete -> {
                    out.putByte(DELETE).putText(delete.key());
                    putReplaces(out, delete.replaces());
                }
            }
        }
    }

    private static List<Mutation> getMutations(ByteReader in) {
        var mutations = new ArrayList<Mutation>();
        for (int left = in.getCount(); left > 0; left--) {
            mutations.add(
                    switch (in.getByte()) {
                        case PUT -> getPut(in);
                        case DELETE -> new Mutation.Delete(in.getText(), getReplaces(in));
                        default -> throw new CorruptRecordException("unknown kind of mutation");
                    });
        }
        return mutations;
    }

    private static Mutation getPut(ByteReader in) {
        String key = in.getText();
        Replaces replaces = getReplaces(in);
        return new Mutation.Put(key, getValue(in), replaces, getExpiry(in));
    }

    private static void putReplaces(ByteWriter out, Replaces replaces) {
        switch (replaces) {
            case Replaces.AllSeen _ -> out.putByte(ALL_SEEN);
            case Replaces.Only(Set<Dot> dots) -> {
                out.putByte(ONLY).putUnsigned(dots.size());
                new TreeSet<>(dots).forEach(dot -> putDot(out, dot));
            }
        }
    }

    private static Replaces getReplaces(ByteReader in) {
        return switch (in.getByte()) {
            case ALL_SEEN -> Replaces.ALL_SEEN;
            case ONLY -> {
                var dots = new TreeSet<Dot>();
                for (int left = in.getCount(); left > 0; left--) {
                    dots.add(getDot(in));
                }
                yield new Replaces.Only(dots);
            }
            default -> throw new CorruptRecordException("unknown way of replacing");
        };
    }
}
