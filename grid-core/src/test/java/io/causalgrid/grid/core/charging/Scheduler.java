package io.causalgrid.grid.core.charging;

import java.util.PriorityQueue;
import java.util.Random;

/** The only source of time and chance in a simulation: tasks run one by one, in the order of their due times. */
final class Scheduler {
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
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    }

    Random random() {
        return random;
    }

    /** True time, which nobody in the simulation can read. */
    long nowMillis() {
        return nowMillis;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    void in(long millis, Runnable action) {
        tasks.add(new Task(nowMillis + millis, scheduled++, action));
    }

    /** Runs the next task, if there is one that is due by then. */
    boolean step(long untilMillis) {
        Task next = tasks.peek();
        if (next == null || next.dueMillis() > untilMillis) {
            nowMillis = untilMillis;
            return false;
        }
        tasks.remove();
        nowMillis = next.dueMillis();
        next.action().run();
        return true;
    }
}
