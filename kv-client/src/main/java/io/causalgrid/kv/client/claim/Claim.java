package io.causalgrid.kv.client.claim;

import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.majority.Gathered;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Strives for a claim and keeps it, on a virtual thread of its own, until it is closed; {@link Claimant} says by which rules.
 * Whatever fails is tried again. The standing can be asked for by any thread; a holder looks at it each time before it does what
 * only a holder may.
 */
public final class Claim implements AutoCloseable {
    private final ClaimStore store;
    private final Claimant claimant;
    private final LongSupplier nanoTime;
    private final Consumer<Standing> listener;
    private final Thread worker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Standing standing;
    private boolean isReading; // guarded by closed

    /**
     * @param nanoTime a clock that never jumps nor runs backwards
     * @param listener told of each change of the standing, renewals included, on the claim's thread
     */
    public Claim(
            ClaimStore store,
            ClaimSettings settings,
            RandomGenerator random,
            LongSupplier nanoTime,
            Consumer<Standing> listener) {
        this.store = store;
        this.claimant = new Claimant(settings, random);
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.standing = claimant.standing(nanoTime.getAsLong());
        this.worker = Thread.ofVirtual().name("claim " + settings.holder()).unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        worker.start();
    }

    /** How the claim stands now. */
    public Standing standing() {
        return standing instanceof Standing.Held(long number, long until) && nanoTime.getAsLong() - until >= 0
                ? new Standing.Doubtful(number)
                : standing;
    }

    /**
     * Gives the claim up if it is held, so that another can have it at once. What is being written then is written: a renewal
     * that came after all would stand beside what says that it was given up.
     */
    @Override
    public void close() {
        closed.countDown();
        synchronized (closed) {
            if (isReading) {
                worker.interrupt();
            }
        }
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                step();
                tell();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("only the reading is interrupted", e);
        } finally {
            boolean isHopeful = !(claimant.standing(nanoTime.getAsLong()) instanceof Standing.Doubtful);
            if (claimant.hasToLook() && isHopeful) {
                read();
            }
            Optional<Claimant.Step.Write> release = claimant.release();
            tell(); // before another can have it
            release.ifPresent(store::write);
        }
    }

    private void step() throws InterruptedException {
        switch (claimant.next(nanoTime.getAsLong())) {
            case Claimant.Step.Wait(long until) -> {
                long left = until - nanoTime.getAsLong();
                // A lease that runs out meanwhile is a change, too.
                long atMost = standing instanceof Standing.Held(long _, long end) ? end - nanoTime.getAsLong() : left;
                var _ = closed.await(Math.max(1, Math.min(left, Math.max(1, atMost))), TimeUnit.NANOSECONDS);
            }
            case Claimant.Step.Read() -> readUntilClosed();
            case Claimant.Step.Write write -> claimant.written(store.write(write), nanoTime.getAsLong());
        }
    }

    private void readUntilClosed() {
        synchronized (closed) {
            if (closed.getCount() == 0) {
                return;
            }
            isReading = true;
        }
        try {
            read();
        } finally {
            synchronized (closed) {
                isReading = false;
                var _ = Thread.interrupted(); // it was meant for the reading
            }
        }
    }

    private void read() {
        try {
            Gathered<List<Claimant.Found>> read = store.read();
            claimant.read(read.quorum(), read.content(), nanoTime.getAsLong());
        } catch (CausalGridException e) {
            claimant.notRead(String.valueOf(e.getMessage()), nanoTime.getAsLong());
        }
    }

    private void tell() {
        Standing now = claimant.standing(nanoTime.getAsLong());
        if (!now.equals(standing)) {
            standing = now;
            listener.accept(now);
        }
    }
}
