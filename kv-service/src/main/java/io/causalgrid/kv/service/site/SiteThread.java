package io.causalgrid.kv.service.site;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * The one thread that owns the replica. A task that throws is a bug in the state machine: the site then says that it is
 * not alive, so that it is restarted rather than trusted.
 */
@Singleton
public class SiteThread implements Executor {
    private static final Logger LOG = Logger.getLogger(SiteThread.class);

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("site").factory());
    private volatile boolean healthy = true;

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("the site has stopped; a late task is dropped", e);
        }
    }

    /** False after a task has failed. */
    public boolean isHealthy() {
        return healthy;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            healthy = false;
            LOG.error("a task of the replica failed; this site needs a restart", e);
        }
    }

    @PreDestroy
    void stop() {
        executor.close();
    }
}
