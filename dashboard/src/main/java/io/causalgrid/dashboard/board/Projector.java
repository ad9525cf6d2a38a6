package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.config.DashboardConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Renders at a steady pace while anybody looks, on a thread of its own. Whatever happens between two renderings is
 * shown together by the later one.
 */
@Singleton
class Projector {
    private static final Logger LOG = Logger.getLogger(Projector.class);

    private final Screen screen;
    private final Browsers browsers;
    private final Duration frameInterval;
    private final Duration heartbeat;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("board").daemon().factory());
    /** Touched by the board's thread only; a page request may have rendered in between. */
    private @Nullable Frame announced;

    Projector(Screen screen, Browsers browsers, DashboardConfig config) {
        this.screen = screen;
        this.browsers = browsers;
        this.frameInterval = config.browsers().frameInterval();
        this.heartbeat = config.browsers().heartbeat();
    }

    void begin(@Observes StartupEvent started) {
        repeat(frameInterval, this::project);
        repeat(heartbeat, () -> browsers.wake(Browsers.Pulse.HEARTBEAT));
    }

    void end(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    private void project() {
        if (browsers.isEmpty()) {
            return;
        }
        Frame newest = screen.refresh();
        if (!newest.equals(announced)) {
            announced = newest;
            browsers.wake(Browsers.Pulse.FRAME);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task reports its own failures
    private void repeat(Duration interval, Runnable task) {
        thread.scheduleWithFixedDelay(
                () -> attempt(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failing task must not end the schedule. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the board could not be rendered", e);
        }
    }
}
