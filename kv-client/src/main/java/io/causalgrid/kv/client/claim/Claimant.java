package io.causalgrid.kv.client.claim;

import io.causalgrid.kv.client.majority.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One who strives for a claim, and keeps it: the rules alone, without clock, network or threads. Whoever drives it asks for the
 * {@link #next} step, takes it, and says what came of it.
 *
 * <p>A claim is written with {@code Min-Replicas} at a majority, and then read at a majority, with all versions that stand beside
 * it. Of two rivals who do so at the same time at least one reads the other's: a majority and a majority share a member, and
 * there either the one wrote before the other read, or the other way round. Whoever reads a rival's living claim withdraws.
 *
 * <p>A holder's lease counts from before its write began. A rival is dead when what it wrote last has not changed for its lease
 * and the skew, by the observer's own clock, since the observer saw that very version first; by then the rival knows that it
 * does not hold the claim any more. A write takes only versions away that were judged: one's own, those of the dead, and
 * those that were given up.
 *
 * <p>What a majority once held, another majority shows only among one membership, so the membership must be the same from the
 * first read to the last, and one that has ever changed must have stayed the same for lease and skew before a claim is won.
 *
 * <p>A holder that was paused between looking at its standing and acting may act too late; only the claim's number protects from
 * that, where it is checked. Confined to one thread.
 */
public final class Claimant {
    /** What to do next. */
    public sealed interface Step {
        /** Read the claim at a majority: {@link Claimant#read} or {@link Claimant#notRead}. */
        record Read() implements Step {}

        /**
         * Write the claim, so that a majority of that many members has it: {@link Claimant#written}.
         *
         * @param document to write
         * @param replaces the versions that go, if the site that writes has seen them; all others stay beside it
         * @param replicas how many must hold it
         */
        record Write(ClaimDocument document, List<String> replaces, int replicas) implements Step {}

        /** Nothing before that time. */
        record Wait(long untilNanos) implements Step {}
    }

    /** A version of the claim. */
    public record Found(String version, ClaimDocument document) {}

    /** How a write ended. */
    public enum Written {
        /** A majority holds it. */
        SAFELY,
        /** It may be there, or not, or not at a majority. */
        PERHAPS
    }

    private enum Phase {
        LOOKING,
        CLAIMING,
        CHECKING,
        WITHDRAWING,
        HOLDING,
        RENEWING,
        CHECKING_RENEWAL,
        LOOKING_AGAIN
    }

    private static final int RENEWALS_A_LEASE = 3;

    private final ClaimSettings settings;
    private final RandomGenerator random;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private Phase phase = Phase.LOOKING;
    private Standing.Waiting waiting = new Standing.Waiting("it has not been looked at yet", Optional.empty());
    private long waitUntil = Long.MIN_VALUE;
    private boolean waits;
    private @Nullable Quorum quorum;
    private long quorumSince;
    /** Of our claim, once there is one. */
    private long number;

    private long beat;
    private boolean isOurs;
    private long heldUntil;
    private long writeBegan;
    private List<String> replaces = List.of();

    public Claimant(ClaimSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** How the claim stands. */
    public Standing standing(long nowNanos) {
        if (!isOurs) {
            return waiting;
        }
        return nowNanos - heldUntil < 0 ? new Standing.Held(number, heldUntil) : new Standing.Doubtful(number);
    }

    /** What is to be done now. */
    public Step next(long nowNanos) {
        if (waits && nowNanos - waitUntil < 0) {
            return new Step.Wait(waitUntil);
        }
        waits = false;
        return switch (phase) {
            case LOOKING, CHECKING, CHECKING_RENEWAL, LOOKING_AGAIN -> new Step.Read();
            case CLAIMING, RENEWING -> write(true, nowNanos);
            case WITHDRAWING -> write(false, nowNanos);
            case HOLDING -> {
                phase = Phase.RENEWING;
                beat++;
                yield write(true, nowNanos);
            }
        };
    }

    /**
     * The claim was read.
     *
     * @param found all versions that a majority shows
     */
    public void read(Quorum under, List<Found> found, long nowNanos) {
        boolean isSame = remember(under, nowNanos);
        see(found, nowNanos);
        switch (phase) {
            case LOOKING -> look(under, found, nowNanos);
            case CHECKING -> check(isSame, found, nowNanos);
            case CHECKING_RENEWAL -> checkRenewal(found, nowNanos);
            case LOOKING_AGAIN -> lookAgain(found);
            case CLAIMING, WITHDRAWING, HOLDING, RENEWING -> throw new IllegalStateException("nothing was to be read");
        }
    }

    /** The claim could not be read. */
    public void notRead(String why, long nowNanos) {
        if (!isOurs) {
            waiting = new Standing.Waiting(why, Optional.empty());
            if (phase == Phase.CHECKING) {
                phase = Phase.LOOKING; // what we wrote is ours still, and will be judged then
            }
        } else if (phase == Phase.CHECKING_RENEWAL) {
            phase = Phase.LOOKING_AGAIN;
        }
        pause(nowNanos);
    }

    /** The claim was written, or not. */
    public void written(Written how, long nowNanos) {
        phase = switch (phase) {
            case CLAIMING -> how == Written.SAFELY ? Phase.CHECKING : Phase.LOOKING;
            case RENEWING -> how == Written.SAFELY ? Phase.CHECKING_RENEWAL : Phase.LOOKING_AGAIN;
            case WITHDRAWING -> Phase.LOOKING;
            case LOOKING, CHECKING, HOLDING, CHECKING_RENEWAL, LOOKING_AGAIN ->
                throw new IllegalStateException("nothing was to be written");
        };
        if (how != Written.SAFELY || phase == Phase.LOOKING) {
            pause(nowNanos);
        }
    }

    /**
     * Whether something was written that has not been read since. Who releases the claim should read it before: only versions
     * that were seen can be taken away, and one that stays lets others wait until its lease has run out.
     */
    public boolean hasToLook() {
        return phase == Phase.CHECKING || phase == Phase.CHECKING_RENEWAL || phase == Phase.LOOKING_AGAIN;
    }

    /** Gives the claim up, if it is held; the step is to be taken, and what comes of it need not be said. */
    public Optional<Step.Write> release() {
        if (!isOurs) {
            return Optional.empty();
        }
        isOurs = false;
        waiting = new Standing.Waiting("it was given up", Optional.empty());
        phase = Phase.LOOKING;
        var free = new ClaimDocument(settings.holder(), number, beat + 1, settings.lease(), false, Map.of());
        return Optional.of(new Step.Write(free, replaces, 1));
    }

    private void look(Quorum under, List<Found> found, long nowNanos) {
        Optional<Found> rival = living(found, nowNanos);
        if (rival.isPresent()) {
            waiting = new Standing.Waiting(
                    "it is held by " + rival.get().document().holder(),
                    Optional.of(rival.get().document()));
            pause(nowNanos);
            return;
        }
        long settledAt = quorumSince + nanos(settings.lease().plus(settings.skew()));
        if (under.hasChanged() && nowNanos - settledAt < 0) {
            waiting = new Standing.Waiting("the members of the store have changed lately", Optional.empty());
            waitFor(settledAt - nowNanos, nowNanos);
            return;
        }
        number = found.stream().mapToLong(one -> one.document().number()).max().orElse(number) + 1;
        beat = 0;
        replaces = found.stream().map(Found::version).toList();
        phase = Phase.CLAIMING;
    }

    private void check(boolean isSame, List<Found> found, long nowNanos) {
        Optional<Found> rival = living(found, nowNanos);
        boolean isThere = isThere(found);
        replaces = own(found);
        if (rival.isPresent() || !isThere || !isSame) {
            waiting = new Standing.Waiting(
                    rival.map(one -> one.document().holder() + " strives for it as well")
                            .orElse("the members of the store are changing"),
                    rival.map(Found::document));
            phase = isThere ? Phase.WITHDRAWING : Phase.LOOKING;
            return;
        }
        hold();
    }

    private void checkRenewal(List<Found> found, long nowNanos) {
        if (!isThere(found)) {
            lose(found);
            return;
        }
        replaces = own(found);
        boolean isLate = nowNanos - heldUntil >= 0;
        boolean isOvertaken =
                found.stream().anyMatch(one -> !isOwn(one) && one.document().number() > number);
        if (isLate && (isOvertaken || living(found, nowNanos).isPresent())) {
            // By now a rival may hold it, and by its rules it withdraws if it has seen this renewal: so both do. Or one
            // has held
            // it and died: then its number fences ours, and we must have a higher one.
            isOurs = false;
            waiting = new Standing.Waiting("another strives for it, and the lease had run out", Optional.empty());
            phase = Phase.WITHDRAWING;
            return;
        }
        hold();
    }

    private void lookAgain(List<Found> found) {
        if (!isThere(found)) {
            lose(found);
            return;
        }
        replaces = own(found);
        phase = Phase.HOLDING; // so that it is renewed at once
        waits = false;
    }

    private void hold() {
        isOurs = true;
        heldUntil = writeBegan + nanos(settings.lease());
        phase = Phase.HOLDING;
        waitFor(writeBegan + nanos(settings.lease()) / RENEWALS_A_LEASE, 0);
    }

    private void lose(List<Found> found) {
        isOurs = false;
        waiting = new Standing.Waiting(
                "it was taken over",
                found.stream()
                        .map(Found::document)
                        .filter(ClaimDocument::isHeld)
                        .findFirst());
        phase = Phase.LOOKING;
    }

    private Step.Write write(boolean isHeld, long nowNanos) {
        writeBegan = nowNanos;
        Quorum known = quorum;
        return new Step.Write(
                new ClaimDocument(settings.holder(), number, beat, settings.lease(), isHeld, settings.attributes()),
                replaces,
                known == null ? 1 : known.majority());
    }

    /** Someone else's claim that may still be held. */
    private Optional<Found> living(List<Found> found, long nowNanos) {
        return found.stream()
                .filter(one -> one.document().isHeld() && !isOwn(one))
                .filter(one -> {
                    long seen = firstSeen.getOrDefault(one.version(), nowNanos);
                    long lasts = nanos(one.document().lease().plus(settings.skew()));
                    return nowNanos - seen < lasts;
                })
                .findFirst();
    }

    /** Whether our present claim is still to be seen. */
    private boolean isThere(List<Found> found) {
        return found.stream().anyMatch(one -> isOwn(one) && one.document().number() == number);
    }

    /** All that we ever wrote and is to be seen: a site that was cut off may show an earlier beat long after. */
    private List<String> own(List<Found> found) {
        return found.stream().filter(this::isOwn).map(Found::version).toList();
    }

    private boolean isOwn(Found one) {
        return one.document().holder().equals(settings.holder());
    }

    private void see(List<Found> found, long nowNanos) {
        List<String> versions = found.stream().map(Found::version).toList();
        firstSeen.keySet().retainAll(versions);
        for (String version : new ArrayList<>(versions)) {
            firstSeen.putIfAbsent(version, nowNanos);
        }
    }

    private boolean remember(Quorum under, long nowNanos) {
        boolean isSame = under.equals(quorum);
        if (!isSame) {
            quorum = under;
            quorumSince = nowNanos;
        }
        return isSame;
    }

    private void pause(long nowNanos) {
        long third = nanos(settings.lease()) / RENEWALS_A_LEASE;
        waitFor(third / 4 + random.nextLong(Math.max(1, third / 2)), nowNanos);
    }

    private void waitFor(long nanos, long nowNanos) {
        waits = true;
        waitUntil = nowNanos + nanos;
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }
}
