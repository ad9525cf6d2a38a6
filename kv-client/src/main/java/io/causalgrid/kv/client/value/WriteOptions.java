package io.causalgrid.kv.client.value;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a write is to be done. A condition and an expiry belong to one key, the number of replicas and the id to a whole call.
 *
 * @param expiresIn after how long the value goes by itself, in whole seconds
 * @param durability how many replicas must hold the write before the call answers
 * @param requestId the name of the write; if there is none, the client gives it one
 * @param onlyAtFirstReplica whether it is repeated at no other replica than the one that may have done it
 */
public record WriteOptions(
        Condition condition,
        Optional<Duration> expiresIn,
        Optional<Durability> durability,
        Optional<String> requestId,
        boolean onlyAtFirstReplica) {
    private static final WriteOptions NONE =
            new WriteOptions(new Condition.None(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final long EXPIRY_SECONDS_MAX = 315_360_000;
    private static final long WAIT_SECONDS_MAX = 30;

    /**
     * How many replicas, and how long to wait for them.
     *
     * @param replicas at the least, the one that is asked included
     */
    public record Durability(int replicas, Duration patience) {}

    /** Write whatever is there, for good, and answer when the replica that is asked has it on its disk. */
    public static WriteOptions none() {
        return NONE;
    }

    /** Only if all versions that the etag names are visible: nobody wrote since it was read. Replaces just those. */
    public WriteOptions ifMatch(String etag) {
        String bare = etag.startsWith("\"") && etag.endsWith("\"") && etag.length() > 1
                ? etag.substring(1, etag.length() - 1)
                : etag;
        return new WriteOptions(new Condition.Matches(bare), expiresIn, durability, requestId, onlyAtFirstReplica);
    }

    /**
     * Whatever is there; but of the key's versions only these go, if they are there, and all others stay beside the new one. For a
     * mutation of a batch only.
     */
    public WriteOptions replacing(List<String> versions) {
        return new WriteOptions(new Condition.Replaces(versions), expiresIn, durability, requestId, onlyAtFirstReplica);
    }

    /** Only if there is a value. */
    public WriteOptions ifPresent() {
        return new WriteOptions(new Condition.Present(), expiresIn, durability, requestId, onlyAtFirstReplica);
    }

    /** Only if there is no value. */
    public WriteOptions ifAbsent() {
        return new WriteOptions(new Condition.Absent(), expiresIn, durability, requestId, onlyAtFirstReplica);
    }

    /** The value goes by itself after that time: whole seconds, from one to 315,360,000 (ten years). */
    public WriteOptions expiresIn(Duration time) {
        if (time.toNanosPart() != 0 || time.toSeconds() < 1 || time.toSeconds() > EXPIRY_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "a value expires after whole seconds, 1 to " + EXPIRY_SECONDS_MAX + ", not after " + time);
        }
        return new WriteOptions(condition, Optional.of(time), durability, requestId, onlyAtFirstReplica);
    }

    /**
     * Answer when so many replicas hold the write durably. If the time runs out first the write stands all the same, and the
     * {@link Receipt} says how many do.
     *
     * @param patience whole seconds, 0 to 30
     */
    public WriteOptions minReplicas(int replicas, Duration patience) {
        if (replicas < 1) {
            throw new IllegalArgumentException("a write is held by one replica at the least, not " + replicas);
        }
        if (patience.toNanosPart() != 0 || patience.isNegative() || patience.toSeconds() > WAIT_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "a replica waits whole seconds, 0 to " + WAIT_SECONDS_MAX + ", not " + patience);
        }
        return new WriteOptions(
                condition, expiresIn, Optional.of(new Durability(replicas, patience)), requestId, onlyAtFirstReplica);
    }

    /**
     * Under that id, which this write alone may ever have, instead of one that the client makes up: so that whoever asks for
     * the very same write again, perhaps after a crash, within 15 minutes and at the same replica, gets the first answer.
     *
     * @param id 1 to 128 printable ASCII characters
     */
    public WriteOptions requestId(String id) {
        if (!id.matches("[\\x21-\\x7e]{1,128}")) {
            throw new IllegalArgumentException("a request id has 1 to 128 printable ASCII characters, unlike " + id);
        }
        return new WriteOptions(condition, expiresIn, durability, Optional.of(id), onlyAtFirstReplica);
    }

    /**
     * If the answer is lost, ask only the replica that may have done the write, and not another one in its place. Then nobody
     * can replace what the repetition wrote and have the first try come back beside it later, from a replica that was cut
     * off; and more calls end with an unknown outcome.
     */
    public WriteOptions repeatedOnlyAtFirstReplica() {
        return new WriteOptions(condition, expiresIn, durability, requestId, true);
    }

    /** Whether the write depends on what is there. */
    public boolean isConditional() {
        return !(condition instanceof Condition.None || condition instanceof Condition.Replaces);
    }
}
