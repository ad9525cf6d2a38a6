package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key, a multi-value register (Shapiro et al., "A comprehensive study of Convergent and Commutative
 * Replicated Data Types", 2011, section 3.2.2). More than one means concurrent writes: siblings.
 *
 * <p>Immutable.
 */
public final class Register {
    /** The register of a key without a value. */
    public static final Register EMPTY = new Register(List.of());

    private final List<Version> versions;

    /** What {@link #digest} gave last. No lock: who misses what another thread has put there works it out again. */
    private @Nullable KeyDigest known;

    private record KeyDigest(String key, Digest digest) {}

    /**
     * The register with those versions.
     *
     * @param versions in {@link Version#ORDER}, the winner last; empty if the key has no value
     */
    public Register(List<Version> versions) {
        this.versions = List.copyOf(versions);
    }

    /** In {@link Version#ORDER}, the winner last; empty if the key has no value. */
    public List<Version> versions() {
        return versions;
    }

    /** The digest of these versions under that key. It is asked for when they come, and once more when they go. */
    Digest digest(String key) {
        if (versions.isEmpty()) {
            return Digest.ZERO;
        }
        KeyDigest last = known;
        if (last == null || !last.key().equals(key)) {
            last = new KeyDigest(key, Digest.of(key, this));
            known = last;
        }
        return last.digest();
    }

    /** Whether the key has no value. */
    public boolean isEmpty() {
        return versions.isEmpty();
    }

    /** The version to show when one is asked for, null if there is none. */
    public @Nullable Version winner() {
        return versions.isEmpty() ? null : versions.getLast();
    }

    /** What is to be seen at that time: this register without what has expired. */
    public Register visibleAt(Instant now) {
        for (Version version : versions) {
            if (!version.isVisibleAt(now)) {
                return keeping(kept -> kept.isVisibleAt(now));
            }
        }
        return this;
    }

    /**
     * The versions that a reader can tell from each other, the winner last. Of concurrent versions with the same value the
     * latest stands for all: so a write that was repeated at another site shows as one.
     */
    public List<Version> distinct() {
        if (versions.size() < 2) {
            return versions;
        }
        var latest = new LinkedHashMap<Value, Version>();
        for (Version version : versions.reversed()) {
            latest.putIfAbsent(version.value(), version);
        }
        return List.copyOf(latest.sequencedValues().reversed());
    }

    /** This register after a mutation by that transaction. */
    public Register after(Transaction transaction, Mutation mutation) {
        Predicate<Version> stays =
                switch (mutation.replaces()) {
                    case Replaces.AllSeen _ ->
                        version -> !transaction.dependencies().contains(version.dot());
                    // A version that was not among its causes could be here or not: it must make no difference.
                    case Replaces.Only only ->
                        version -> !only.dots().contains(version.dot())
                                || !transaction.dependencies().contains(version.dot());
                };
        Register kept = keeping(stays);
        return switch (mutation) {
            case Mutation.Delete _ -> kept;
            case Mutation.Put put ->
                kept.with(new Version(transaction.dot(), transaction.timestamp(), put.value(), put.expiresAt()));
        };
    }

    /**
     * What a site holds that has seen both what led to this register and what led to the other: a version stays if both
     * hold it, or if the side that does not hold it has never seen it. One that has been seen and is gone was replaced.
     * (Almeida et al., "Scalable and Accurate Causality Tracking for Eventually Consistent Stores", 2014: the
     * synchronisation of dotted version vector sets.)
     *
     * @param seen what the site of this register has applied
     * @param otherSeen what the site of the other register has applied
     */
    public Register merge(VersionVector seen, Register other, VersionVector otherSeen) {
        var merged = new ArrayList<Version>(versions.size() + other.versions.size());
        for (Version version : versions) {
            if (other.versions.contains(version) || !otherSeen.contains(version.dot())) {
                merged.add(version);
            }
        }
        for (Version version : other.versions) {
            if (!seen.contains(version.dot())) {
                merged.add(version);
            }
        }
        merged.sort(Version.ORDER);
        return new Register(merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Register that && versions.equals(that.versions);
    }

    @Override
    public int hashCode() {
        return versions.hashCode();
    }

    @Override
    public String toString() {
        return versions.toString();
    }

    private Register keeping(Predicate<Version> stays) {
        var kept = new ArrayList<Version>(versions.size());
        for (Version version : versions) {
            if (stays.test(version)) {
                kept.add(version);
            }
        }
        return kept.isEmpty() ? EMPTY : new Register(kept);
    }

    private Register with(Version added) {
        if (versions.isEmpty()) {
            return new Register(List.of(added));
        }
        var grown = new ArrayList<>(versions);
        grown.add(added);
        grown.sort(Version.ORDER);
        return new Register(grown);
    }
}
