package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import java.util.Set;

/** Which versions of its key a mutation takes away. */
public sealed interface Replaces {
    /** Every version that its transaction's dependencies cover: all that its site could see. */
    Replaces ALL_SEEN = new AllSeen();

    /** See {@link #ALL_SEEN}. */
    record AllSeen() implements Replaces {}

    /** Just the versions named; others stay beside it as siblings. */
    record Only(Set<Dot> dots) implements Replaces {
        public Only {
            dots = Set.copyOf(dots);
        }
    }
}
