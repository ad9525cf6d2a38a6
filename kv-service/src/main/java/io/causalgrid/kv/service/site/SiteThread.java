package io.causalgrid.kv.service.site;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The one thread that owns the replica. A task that throws is a bug in the state machine: the site then says that it is
 * not alive, so that it is restarted rather than trusted.
 *
 * <p>It runs all tasks that wait, one after the other, before it sleeps. Waking a thread costs more than a task does.
 */
@Singleton
public class SiteThread implements Executor {
    private static final Logger LOG = Logger.getLogger(SiteThread.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Runnable> endings = new ArrayList<>(); // this thread's
    private final AtomicBoolean sleeps = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().name("site").unstarted(this::work);
    private volatile boolean stopping;
    private volatile boolean healthy = true;

    SiteThread() {
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        executeSoon(task);
        wake();
    }

    /** Runs a task as soon as the thread is awake, but does not wake it. For those who know that somebody else will. */
    void executeSoon(Runnable task) {
        if (stopping) {
            LOG.debug("the site has stopped; a late task is dropped");
        } else {
            tasks.add(task);
        }
    }

    /** Runs something when the task that runs now is over. For that task. */
    void whenTaskEnds(Runnable ending) {
        endings.add(ending);
    }

    /** False after a task has failed. */
    public boolean isHealthy() {
        return healthy;
    }

    private void wake() {
        if (sleeps.get() && sleeps.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        while (true) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            } else if (stopping) {
                return;
            } else {
                sleep();
            }
        }
    }

    /** Whoever adds a task after the second look sees that this thread sleeps, and wakes it. */
    private void sleep() {
        sleeps.set(true);
        if (tasks.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
        sleeps.set(false);
    }

    private void run(Runnable task) {
        try {
            task.run();
            endings.forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            healthy = false;
            LOG.error("a task of the replica failed; this site needs a restart", e);
        } finally {
            endings.clear();
        }
    }

    /** Runs what waits, and returns when the thread has ended. */
    @PreDestroy
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
