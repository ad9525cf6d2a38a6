package io.causalgrid.grid.core.charging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs one seed after the other, on all processors; each run has one thread, and two runs share nothing. */
final class Seeds {
    private static final String PREFIX = "causalgrid.simulation.";
    private static final int SEEDS = 2_000;
    private static final int SHARE = 5;
    private static final int MANY = 500;

    private final long first;
    private final long last;
    private final long endNanos;
    private final Flaw flaw;
    private final AtomicLong next;
    private volatile @Nullable Failure failure;

    /** The lowest seed that failed, and how. */
    record Failure(long seed, Throwable cause) {}

    private Seeds(long first, long last, Duration longest, Flaw flaw) {
        this.first = first;
        this.last = last;
        this.endNanos = System.nanoTime() + longest.toNanos();
        this.flaw = flaw;
        this.next = new AtomicLong(first);
    }

    /** What the system properties ask for. */
    static Seeds asConfigured() {
        Long single = Long.getLong(PREFIX + "seed");
        if (single != null) {
            return new Seeds(single, single, Duration.ofDays(1), Flaw.NONE);
        }
        if (Boolean.getBoolean(PREFIX + "endless")) {
            var longest = Duration.ofMinutes(
                    Long.getLong(PREFIX + "minutes", Duration.ofDays(365).toMinutes()));
            long random = System.currentTimeMillis() << 20;
            return new Seeds(random, Long.MAX_VALUE, longest, Flaw.NONE);
        }
        return new Seeds(1, configured(), Duration.ofDays(1), Flaw.NONE);
    }

    /** The option is the same as for kv-core's clusters, five of which take as long as one of these. */
    private static long configured() {
        Long seeds = Long.getLong(PREFIX + "seeds");
        return seeds == null ? SEEDS : Math.max(1, seeds / SHARE);
    }

    static Seeds upTo(long last, Flaw flaw) {
        return new Seeds(1, last, Duration.ofDays(1), flaw);
    }

    /** Whether so many are run that everything should happen. */
    static boolean areMany() {
        return Long.getLong(PREFIX + "seed") == null && configured() >= MANY;
    }

    /**
     * Runs them.
     *
     * @throws AssertionError if one fails; says which, and how to repeat it
     */
    Statistics run() {
        Statistics statistics = attempt();
        Failure found = failure;
        if (found != null) {
            throw new AssertionError("""
                    seed %d fails; repeat it with: mvn -pl grid-core -am test -Dtest=ChargingSimulationTest \
                    -Dsurefire.failIfNoSpecifiedTests=false -D%sseed=%d""".formatted(found.seed(), PREFIX, found.seed()), found.cause());
        }
        return statistics;
    }

    /** Runs them until one fails. */
    Optional<Failure> firstFailure() {
        var _ = attempt();
        return Optional.ofNullable(failure);
    }

    private Statistics attempt() {
        int workers = first == last ? 1 : Runtime.getRuntime().availableProcessors();
        var total = new Statistics();
        try (var threads = Executors.newFixedThreadPool(workers)) {
            List<Future<Statistics>> parts = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                parts.add(threads.submit(this::work));
            }
            for (Future<Statistics> part : parts) {
                total.add(part.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the runs were ended", e);
        }
        return total;
    }

    private Statistics work() {
        var statistics = new Statistics();
        long seed = next.getAndIncrement();
        while (seed <= last && failure == null && System.nanoTime() < endNanos) {
            try {
                new SimulatedGrid(seed, statistics, flaw, first == last).run();
            } catch (Throwable e) {
                failed(seed, e);
            }
            seed = next.getAndIncrement();
        }
        return statistics;
    }

    private synchronized void failed(long seed, Throwable cause) {
        Failure before = failure;
        if (before == null || seed < before.seed()) {
            failure = new Failure(seed, cause);
        }
    }
}
