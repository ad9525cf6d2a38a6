package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Decisions;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.plant.Plant;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.store.FeederBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;

/**
 * The one thread of a substation's owner. It takes what has arrived, has the owner decide, and carries that out: writes to the
 * journal, sends orders, shows what has changed, and only then answers.
 */
final class OwnerLoop {
    private static final Logger LOG = Logger.getLogger(OwnerLoop.class);
    private static final int INPUTS_MAX = 1_024;
    private static final Duration RETRY_MIN = Duration.ofMillis(100);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    /** Told of each round, on the loop's thread, before anybody is answered. */
    interface Listener {
        void decided(SubstationOwner owner, Decisions decisions, Moment now, boolean isTick);

        /** How long the journal took, and whether it has the batch. */
        void written(Duration time, boolean isStored);

        /** There will be no more rounds; on the loop's thread. */
        void ended();
    }

    /**
     * How it works.
     *
     * @param tick how often it works without being asked, in real time
     * @param queue how many requests may wait
     */
    record Settings(Duration tick, int queue) {}

    /**
     * What a loop works with.
     *
     * @param feeder opens what is said about the feeder, if it hangs on one, to whoever listens
     * @param mayWrite whether the claim lasts longer than a write takes: who writes later writes over a successor
     */
    record Parts(
            SubstationOwner owner,
            Plant plant,
            Journal journal,
            Function<Consumer<FeederRow>, Optional<FeederBoard>> feeder,
            BooleanSupplier mayWrite,
            SubstationClock clock,
            Listener listener) {}

    private final Parts with;
    private final Settings settings;
    private final LinkedBlockingQueue<Input> arrived = new LinkedBlockingQueue<>();
    private final Map<Long, CompletableFuture<Reply>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong asks = new AtomicLong();
    /** The sessions that the plant knows, by connector. */
    private final Map<Integer, String> begun = new HashMap<>();

    private final Thread thread;
    private volatile boolean isStopped;
    private Optional<FeederBoard> feeder = Optional.empty();
    private Duration retryAfter = RETRY_MIN;
    private Instant wakeAt = Instant.MAX;

    OwnerLoop(Parts parts, Settings settings) {
        this.with = parts;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("substation").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread, and fails what waits for it. */
    void stop() {
        isStopped = true;
        thread.interrupt();
    }

    boolean isRunning() {
        return thread.isAlive() && !isStopped;
    }

    /** Waits until the thread has ended. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Asks something; fails with {@link QueueFull} if too much waits, or with {@link NotOwnerException}. */
    CompletableFuture<Reply> ask(LongFunction<Input.Ask> question) {
        if (waiting.incrementAndGet() > settings.queue()) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(new QueueFull());
        }
        long number = asks.incrementAndGet();
        var answer = new CompletableFuture<Reply>();
        answers.put(number, answer);
        arrived.add(question.apply(number));
        if (!isRunning()) {
            failAll();
        }
        return answer.whenComplete((_, _) -> waiting.decrementAndGet());
    }

    /** Tells it something. */
    void tell(Input input) {
        arrived.add(input);
    }

    private void run() {
        Instant nextTick = Instant.MIN;
        try {
            feeder = with.feeder().apply(row -> tell(new Input.FeederHeard(row)));
            while (!isStopped) {
                Moment now = with.clock().now();
                List<Input> inputs = await(earlier(nextTick, wakeAt), now);
                now = with.clock().now();
                boolean isTick = !now.steady().isBefore(nextTick);
                if (isTick) {
                    nextTick = now.steady().plus(settings.tick());
                    inputs.addAll(heard(now));
                    inputs.add(new Input.Tick());
                }
                rounds(inputs, now, isTick);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it stops
        } catch (RuntimeException | Error e) {
            LOG.error("the owner's thread has ended: what it decided last may be incomplete", e);
            throw e;
        } finally {
            isStopped = true;
            failAll();
            feeder.ifPresent(FeederBoard::close);
            with.journal().close();
            with.listener().ended();
        }
    }

    private List<Input> await(Instant until, Moment now) throws InterruptedException {
        long waitNanos = until.isAfter(now.steady())
                ? Duration.between(now.steady(), earlier(until, now.steady().plus(settings.tick())))
                        .toNanos()
                : 0;
        List<Input> inputs = new ArrayList<>();
        Input first = waitNanos > 0 ? arrived.poll(waitNanos, TimeUnit.NANOSECONDS) : arrived.poll();
        if (first != null) {
            inputs.add(first);
            arrived.drainTo(inputs, INPUTS_MAX - 1);
        }
        return inputs;
    }

    /** One round, and further ones for what the plant answers at once. */
    private void rounds(List<Input> inputs, Moment now, boolean isTick) {
        List<Input> next = inputs;
        boolean isFirst = true;
        while (isFirst || !next.isEmpty()) {
            Decisions decisions = with.owner().round(next, now);
            wakeAt = decisions.wakeAt().orElse(Instant.MAX);
            decisions.batch().ifPresent(batch -> write(batch));
            decisions.lookUp().ifPresent(this::read);
            decisions.feederRow().ifPresent(row -> feeder.ifPresent(board -> board.say(row)));
            show(decisions);
            with.listener().decided(with.owner(), decisions, now, isTick && isFirst);
            decisions.answers().forEach(this::answer);
            next = carryOut(decisions.orders(), now);
            isFirst = false;
        }
    }

    private List<Input> carryOut(List<Order> orders, Moment now) {
        if (orders.isEmpty()) {
            return List.of();
        }
        List<Input> heard = heard(now);
        orders.forEach(with.plant()::send);
        heard.addAll(heard(now));
        return heard;
    }

    private List<Input> heard(Moment now) {
        List<Input> heard = new ArrayList<>();
        with.plant().hear(now.simulated()).forEach(event -> heard.add(Input.of(event)));
        return heard;
    }

    /** The plant knows a session exactly while that is connected. */
    private void show(Decisions decisions) {
        for (String id : decisions.changed()) {
            Session session = with.owner().session(id);
            if (session == null || !session.terms().hasConnector()) {
                continue;
            }
            int connector = with.owner().connector(session);
            boolean hasBegun = id.equals(begun.get(connector));
            if (session instanceof Session.Connected connected && !hasBegun) {
                with.plant().begin(connector, connected.terms().request(), connected.deliveredWattHours());
                begun.put(connector, id);
            } else if (session instanceof Session.Ended && hasBegun) {
                with.plant().end(connector);
                begun.remove(connector);
            }
        }
    }

    private void write(Batch batch) {
        if (!with.mayWrite().getAsBoolean()) {
            tell(new Input.NotStored(batch.number()));
            again(batch);
            return;
        }
        long began = System.nanoTime();
        with.journal().write(batch).whenComplete((isStored, failure) -> {
            boolean isSafe = failure == null && isStored;
            with.listener().written(Duration.ofNanos(System.nanoTime() - began), isSafe);
            if (isSafe) {
                retryAfter = RETRY_MIN;
                tell(new Input.Stored(batch.number()));
            } else {
                tell(new Input.NotStored(batch.number()));
                again(batch);
            }
        });
    }

    private void again(Batch batch) {
        Duration pause = retryAfter;
        retryAfter = pause.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause.multipliedBy(2);
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!isStopped) {
                        write(batch);
                    }
                });
    }

    private void read(Decisions.LookUp lookUp) {
        with.journal().read(lookUp.keys()).whenComplete((findings, failure) -> {
            tell(
                    failure == null
                            ? new Input.KeysRead(lookUp.number(), findings)
                            : new Input.KeysNotRead(lookUp.number()));
        });
    }

    private void answer(Decisions.Answer answer) {
        CompletableFuture<Reply> future = answers.remove(answer.ask());
        if (future != null) {
            future.complete(answer.reply());
        }
    }

    private void failAll() {
        for (Long number : List.copyOf(answers.keySet())) {
            CompletableFuture<Reply> future = answers.remove(number);
            if (future != null) {
                future.completeExceptionally(new NotOwnerException("the owner has stopped", ""));
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }
}
