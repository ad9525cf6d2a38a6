package io.causalgrid.kv.core.record;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads things that come again and again, such as the sites that every record names, and gives the same object for the
 * same bytes: nothing is made or checked anew. What it remembers is bounded; what falls on the same place is forgotten.
 *
 * <p>For any number of threads without a lock: they may miss what another one has just put there, and that is all, since
 * what is remembered is immutable.
 */
final class Familiar<T> {
    private static final int PLACES = 256; // a power of two

    private final int strings;
    private final Function<ByteReader, T> making;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final @Nullable Known<T>[] places = new Known[PLACES];

    private static final class Known<T> {
        private final byte[] bytes;
        private final T thing;

        Known(byte[] bytes, T thing) {
            this.bytes = bytes;
            this.thing = thing;
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param strings of how many texts or byte strings the thing consists
     * @param making reads one that is not known
     */
    Familiar(int strings, Function<ByteReader, T> making) {
        this.strings = strings;
        this.making = making;
    }

    T read(ByteReader in) {
        int start = in.position();
        for (int i = 0; i < strings; i++) {
            in.skipBytes();
        }
        int place = in.hashRead(start) & (PLACES - 1);
        Known<T> known = places[place];
        if (known != null && in.hasRead(start, known.bytes)) {
            return known.thing;
        }
        in.goBack(start);
        T thing = making.apply(in);
        places[place] = new Known<>(in.read(start), thing);
        return thing;
    }
}
