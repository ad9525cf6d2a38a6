package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The visible versions of one key, a multi-value register (Shapiro et al., "A comprehensive study of Convergent and
 * Commutative Replicated Data Types", 2011, section 3.2.2). More than one means concurrent writes: siblings.
 *
 * @param versions in {@link Version#ORDER}, the winner last; empty if the key has no value
 */
public record Register(List<Version> versions) {
    /** The register of a key without a value. */
    public static final Register EMPTY = new Register(List.of());

    public Register {
        versions = List.copyOf(versions);
    }

    /** The version to show when one is asked for, null if there is none. */
    public @Nullable Version winner() {
        return versions.isEmpty() ? null : versions.getLast();
    }

    /** This register after a write that saw the covered versions: they are replaced by the new one, if there is one. */
    public Register replace(VersionVector covered, @Nullable Version added) {
        var kept = new ArrayList<Version>(versions.size() + 1);
        for (Version version : versions) {
            if (!covered.contains(version.dot())) {
                kept.add(version);
            }
        }
        if (added != null) {
            kept.add(added);
            kept.sort(Version.ORDER);
        }
        return new Register(kept);
    }
}
