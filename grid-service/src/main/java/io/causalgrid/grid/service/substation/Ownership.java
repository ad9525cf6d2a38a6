package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.Mastery;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.service.substation.OwnerClaim.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Strives for a substation, and has it owned while its claim is held: takes over what earlier owners have left, runs the
 * owner's loop, and stands down when another has the claim. Whatever was not in the journal by then is the other's to decide.
 */
final class Ownership {
    private static final Logger LOG = Logger.getLogger(Ownership.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    /** Makes what an owner needs. */
    interface Workshop {
        OwnerClaim claim();

        /**
         * A loop that has not begun; blocks.
         *
         * @throws JournalException if it cannot be made now
         */
        OwnerLoop loop(long claim, Supplier<Standing> standing);
    }

    private final String substation;
    private final Workshop workshop;
    private final SubstationClock clock;
    private final Thread worker;
    /** One for each change of the standing that nobody has looked at. */
    private final Semaphore changes = new Semaphore(0);

    private volatile @Nullable OwnerLoop loop;
    private volatile Standing standing = new Standing.Waiting("it has not begun yet", "");
    private volatile @Nullable String hindrance;
    private volatile boolean isStopped;
    private volatile boolean isToBegin;

    Ownership(String substation, Workshop workshop, SubstationClock clock) {
        this.substation = substation;
        this.workshop = workshop;
        this.clock = clock;
        this.worker = Thread.ofVirtual().name("owner of " + substation).unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    /** Gives the claim up. */
    void stop() throws InterruptedException {
        isStopped = true;
        worker.interrupt();
        worker.join(Duration.ofSeconds(5));
    }

    /** Has another owner take over from the present one, here or elsewhere: something that owners are made of has changed. */
    void beginAnew() {
        isToBegin = true;
        changes.release();
    }

    Standing standing() {
        return standing;
    }

    /** The running loop; empty while this process does not own the substation. */
    Optional<OwnerLoop> loop() {
        OwnerLoop running = loop;
        return running != null && running.isRunning() ? Optional.of(running) : Optional.empty();
    }

    /** Why it could not be taken over when the claim was held last; empty if it could. */
    Optional<String> hindrance() {
        return Optional.ofNullable(hindrance);
    }

    private void run() {
        Duration pause = RETRY;
        try {
            while (!isStopped) {
                try (OwnerClaim claim = workshop.claim()) {
                    claim.start(this::stands);
                    own(awaitHeld());
                    pause = RETRY;
                } catch (JournalException e) {
                    complain(String.valueOf(e.getMessage()));
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? pause.multipliedBy(2) : RETRY_MAX;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the process stops
        }
    }

    private void complain(String why) {
        if (!why.equals(hindrance)) {
            LOG.warnf("%s cannot be taken over yet: %s", substation, why);
            hindrance = why;
        }
    }

    private void own(long number) throws InterruptedException {
        isToBegin = false;
        OwnerLoop owning = workshop.loop(number, this::standing);
        try {
            owning.tell(new Input.Master(new Mastery.Alone(number)));
            owning.start();
            loop = owning;
            stands(standing);
            hindrance = null;
            LOG.infof("%s is owned here, under claim %d", substation, number);
            while (owning.isRunning() && isOurs(number) && !isToBegin) {
                awaitChange();
            }
            LOG.infof("%s is not owned here any more", substation);
        } finally {
            loop = null;
            owning.stop();
            owning.join();
        }
    }

    private boolean isOurs(long number) {
        return switch (standing) {
            case Standing.Held held -> held.number() == number;
            case Standing.Doubtful doubtful -> doubtful.number() == number;
            case Standing.Waiting _ -> false;
        };
    }

    /** The claim stands otherwise than before; on any thread. */
    private void stands(Standing now) {
        standing = now;
        if (now instanceof Standing.Waiting(String _, String holder) && !holder.isEmpty()) {
            hindrance = null; // somebody else could take it over
        }
        OwnerLoop running = loop;
        if (running != null) {
            switch (now) {
                case Standing.Held(long number, long untilNanos) ->
                    running.tell(new Input.Master(new Mastery.Holding(number, clock.steadyAt(untilNanos))));
                case Standing.Doubtful(long number) -> running.tell(new Input.Master(new Mastery.Alone(number)));
                case Standing.Waiting _ -> {}
            }
        }
        changes.release();
    }

    private long awaitHeld() throws InterruptedException {
        while (true) {
            if (standing instanceof Standing.Held held) {
                return held.number();
            }
            awaitChange();
        }
    }

    /** Also looks by itself now and then: the loop may have ended. */
    private void awaitChange() throws InterruptedException {
        var _ = changes.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The latest moment in a journal's events. */
    static Optional<Moment> last(List<OwnerEvent> events) {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.getLast().at());
    }
}
