package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.state.Register;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of a key for a write to be accepted. It is judged at one site, by what that site sees with its own
 * writes in flight counted: exact among that site's writes; a concurrent write from elsewhere becomes a sibling.
 */
public sealed interface Condition {
    /** The key that it is about. */
    String key();

    /** Whether it holds of the key's visible versions. */
    boolean holds(Register visible);

    /** The key has no value. */
    record Absent(String key) implements Condition {
        @Override
        public boolean holds(Register visible) {
            return visible.isEmpty();
        }
    }

    /** The key has a value. */
    record Present(String key) implements Condition {
        @Override
        public boolean holds(Register visible) {
            return !visible.isEmpty();
        }
    }

    /** These versions, at least one, are all to be seen. */
    record Current(String key, Set<Dot> versions) implements Condition {
        /** @throws IllegalArgumentException if it names no version */
        public Current {
            if (versions.isEmpty()) {
                throw new IllegalArgumentException("a condition names at least one version");
            }
            versions = Set.copyOf(versions);
        }

        @Override
        public boolean holds(Register visible) {
            return visible.versions().stream()
                    .map(version -> version.dot())
                    .collect(Collectors.toSet())
                    .containsAll(versions);
        }
    }
}
