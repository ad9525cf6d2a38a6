package io.causalgrid.kv.core.record;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Mutations in their binary form, which are read when somebody looks at one, and else only counted and passed on. Until then
 * nobody knows whether they can be read. For one thread.
 */
final class UnreadMutations extends AbstractList<Mutation> implements RandomAccess {
    private final byte[] encoded;
    private final int count;
    private @Nullable List<Mutation> read;

    /** @param encoded what {@link RecordCodec} writes for mutations, with their number before them */
    UnreadMutations(byte[] encoded) {
        this.encoded = encoded;
        this.count = new ByteReader(encoded).getCount();
    }

    /** The mutations as they are kept by what has them: a copy, unless they are not read yet. */
    static List<Mutation> kept(List<Mutation> mutations) {
        return mutations instanceof UnreadMutations ? mutations : List.copyOf(mutations);
    }

    byte[] encoded() {
        return encoded;
    }

    @Override
    public int size() {
        return count;
    }

    /** @throws CorruptRecordException if they cannot be read */
    @Override
    public Mutation get(int index) {
        if (read == null) {
            read = RecordCodec.mutations(encoded);
        }
        return read.get(index);
    }
}
