package io.causalgrid.kv.client.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.client.error.NoMajorityException;
import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.majority.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final ClaimSettings SETTINGS =
            new ClaimSettings("me", Duration.ofMillis(600), Duration.ofMillis(50), Map.of("url", "http://here"));
    private static final ClaimSettings OTHER =
            new ClaimSettings("other", Duration.ofMillis(600), Duration.ofMillis(50), Map.of());

    private static final long WRITE_NANOS = Duration.ofMillis(10).toNanos();

    private final OneKey store = new OneKey();
    private final BlockingQueue<Standing> told = new LinkedBlockingQueue<>();
    private final AtomicLong ahead = new AtomicLong();

    /** A store of one replica, with one version of one key. */
    private static final class OneKey implements ClaimStore {
        private List<Claimant.Found> versions = List.of();
        private boolean isGone;
        private boolean wasInterrupted;
        private final CountDownLatch renewing = new CountDownLatch(1);
        private int count;

        @Override
        public synchronized Gathered<List<Claimant.Found>> read() {
            if (isGone) {
                throw new NoMajorityException(List.of());
            }
            return new Gathered<>(new Quorum(3, "f", false), versions);
        }

        @Override
        public synchronized Claimant.Written write(Claimant.Step.Write write) {
            if (write.document().beat() > 0) {
                renewing.countDown();
            }
            LockSupport.parkNanos(WRITE_NANOS); // returns at once when interrupted
            wasInterrupted |= Thread.interrupted();
            if (isGone) {
                return Claimant.Written.PERHAPS;
            }
            var standing = new ArrayList<>(versions);
            standing.removeIf(found -> write.replaces().contains(found.version()));
            standing.add(new Claimant.Found("v" + ++count, write.document()));
            versions = List.copyOf(standing);
            return Claimant.Written.SAFELY;
        }

        synchronized void isGone(boolean gone) {
            isGone = gone;
        }

        synchronized ClaimDocument document() {
            return versions.getFirst().document();
        }
    }

    @Test
    void aClaimThatNobodyHasIsHeldAndRenewed() throws InterruptedException {
        try (Claim claim = claim(SETTINGS)) {
            claim.start();

            Standing.Held first = (Standing.Held) await(Standing.Held.class::isInstance);
            Standing.Held renewed = (Standing.Held) await(Standing.Held.class::isInstance);

            assertThat(renewed.number()).isEqualTo(first.number());
            assertThat(renewed.untilNanos()).isGreaterThan(first.untilNanos());
            assertThat(store.document().attributes()).containsEntry("url", "http://here");
        }
    }

    @Test
    void itIsDoubtfulWhenTheStoreIsGoneAndHeldAgainWhenItIsBack() throws InterruptedException {
        try (Claim claim = claim(SETTINGS)) {
            claim.start();
            Standing.Held held = (Standing.Held) await(Standing.Held.class::isInstance);

            store.isGone(true);
            assertThat(await(Standing.Doubtful.class::isInstance)).isEqualTo(new Standing.Doubtful(held.number()));
            assertThat(claim.standing()).isInstanceOf(Standing.Doubtful.class);

            store.isGone(false);
            await(Standing.Held.class::isInstance);
        }
    }

    @Test
    void aLeaseThatRanOutIsDoubtfulBeforeTheClaimsOwnThreadNotices() throws InterruptedException {
        try (Claim claim = claim(SETTINGS)) {
            claim.start();
            await(Standing.Held.class::isInstance);
            store.isGone(true);

            ahead.addAndGet(Duration.ofDays(1).toNanos());

            assertThat(claim.standing()).isInstanceOf(Standing.Doubtful.class);
        }
    }

    @Test
    void atItsCloseItIsGivenUpAndItsHolderIsToldFirst() throws InterruptedException {
        Claim claim = claim(SETTINGS);
        claim.start();
        Standing.Held held = (Standing.Held) await(Standing.Held.class::isInstance);

        claim.close();

        assertThat(claim.standing()).isInstanceOf(Standing.Waiting.class);
        await(Standing.Waiting.class::isInstance);
        assertThat(store.document().isHeld()).isFalse();
        try (Claim next = claim(OTHER)) {
            next.start();
            Standing.Held other = (Standing.Held) await(Standing.Held.class::isInstance);
            assertThat(other.number()).isGreaterThan(held.number());
        }
    }

    @Test
    void aRenewalThatIsBeingWrittenIsGivenUpToo() throws InterruptedException {
        Claim claim = claim(SETTINGS);
        claim.start();
        assertThat(store.renewing.await(30, TimeUnit.SECONDS)).isTrue();

        claim.close();

        assertThat(store.wasInterrupted).isFalse();
        assertThat(store.versions).hasSize(1);
        assertThat(store.document().isHeld()).isFalse();
    }

    @Test
    void givingItUpIsNotInterrupted() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            try (Claim claim = claim(SETTINGS)) {
                claim.start();
                await(Standing.Held.class::isInstance);
            }
            told.clear();
        }
        assertThat(store.wasInterrupted).isFalse();
    }

    @Test
    void aClaimThatIsHeldIsWaitedForAndItsHolderNamed() throws InterruptedException {
        try (Claim first = claim(OTHER)) {
            first.start();
            await(Standing.Held.class::isInstance);
            try (Claim second = claim(SETTINGS)) {
                second.start();

                Standing.Waiting waiting = (Standing.Waiting)
                        await(standing -> standing instanceof Standing.Waiting(var _, var rival) && rival.isPresent());

                assertThat(waiting.rival().orElseThrow().holder()).isEqualTo("other");
            }
        }
    }

    @Test
    void whatNeverBeganIsClosedAtOnce() {
        claim(SETTINGS).close();

        assertThat(store.versions).isEmpty();
    }

    private Claim claim(ClaimSettings settings) {
        return new Claim(store, settings, new Random(1), () -> System.nanoTime() + ahead.get(), told::add);
    }

    private Standing await(Predicate<Standing> wanted) throws InterruptedException {
        while (true) {
            Standing standing = told.poll(30, TimeUnit.SECONDS);
            assertThat(standing).as("not within 30 s").isNotNull();
            if (wanted.test(standing)) {
                return standing;
            }
        }
    }
}
