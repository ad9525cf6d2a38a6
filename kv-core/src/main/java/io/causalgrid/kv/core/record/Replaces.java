package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import java.util.Set;

/** Which versions of its key a mutation takes away. */
public sealed interface Replaces {
    /** Every version that its transaction's dependencies cover: all that its site could see. */
    Replaces ALL_SEEN = new AllSeen();

    /** About how many bytes it takes in memory. */
    long memoryBytes();

    /** See {@link #ALL_SEEN}. */
    record AllSeen() implements Replaces {
        @Override
        public long memoryBytes() {
            return 0; // there is one
        }
    }

    /** Just the versions named; others stay beside it as siblings. */
    record Only(Set<Dot> dots) implements Replaces {
        public Only {
            dots = Set.copyOf(dots);
        }

        @Override
        public long memoryBytes() {
            return (long) MemorySizes.DOT * dots.size();
        }
    }
}
