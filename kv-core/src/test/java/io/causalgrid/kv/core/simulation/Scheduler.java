package io.causalgrid.kv.core.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Random;

/** The only source of time and chance in a simulation: tasks run one by one, in the order of their due times. */
final class Scheduler implements InstantSource {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private final Random random;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowMillis;
    private long scheduled;

    private record Task(long dueMillis, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int due = Long.compare(dueMillis, other.dueMillis);
            return due == 0 ? Long.compare(order, other.order) : due;
        }
    }

    Scheduler(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    long nowMillis() {
        return nowMillis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(START_MILLIS + nowMillis);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    void in(long millis, Runnable action) {
        tasks.add(new Task(nowMillis + millis, scheduled++, action));
    }

    /** Runs the next task; false if there is none. */
    boolean step() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nowMillis = next.dueMillis();
        next.action().run();
        return true;
    }
}
