package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.config.DashboardConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The browsers that follow the board. Each is sent pulses, not frames: at most one pulse waits for a browser, and what
 * has changed since its last update is worked out when the browser is ready to take it. So a slow browser skips to the
 * newest state and costs no memory.
 */
@Singleton
public class Browsers {
    private final Screen screen;
    private final Semaphore places;
    private final Counter refused;
    private final Set<MultiEmitter<? super Pulse>> connected = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** Why a browser is woken. */
    enum Pulse {
        FRAME,
        HEARTBEAT
    }

    Browsers(Screen screen, DashboardConfig config, MeterRegistry registry) {
        this.screen = screen;
        this.places = new Semaphore(config.browsers().max());
        int placesMax = config.browsers().max();
        Gauge.builder("dashboard.browsers", places, free -> placesMax - free.availablePermits())
                .description("Browsers that follow the board")
                .register(registry);
        this.refused = Counter.builder("dashboard.browsers.refused")
                .description("Browsers turned away because there were too many")
                .register(registry);
    }

    /** Everything at first, then changes; empty when there are too many browsers already. */
    public Optional<Multi<Update>> follow() {
        if (closing || !places.tryAcquire()) {
            refused.increment();
            return Optional.empty();
        }
        var left = new AtomicBoolean();
        var follower = new Follower(screen);
        return Optional.of(Multi.createFrom()
                .<Pulse>emitter(this::connect, BackPressureStrategy.LATEST)
                .map(follower::next)
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .onTermination()
                .invoke(() -> {
                    if (left.compareAndSet(false, true)) {
                        places.release();
                    }
                }));
    }

    boolean isEmpty() {
        return connected.isEmpty();
    }

    void wake(Pulse pulse) {
        connected.forEach(browser -> browser.emit(pulse));
    }

    /** Open streams would hold up a graceful shutdown; the page reconnects by itself. */
    void close(@Observes ShutdownDelayInitiatedEvent stopping) {
        closing = true;
        connected.forEach(MultiEmitter::complete);
    }

    private void connect(MultiEmitter<? super Pulse> browser) {
        connected.add(browser);
        browser.onTermination(() -> connected.remove(browser));
        browser.emit(Pulse.FRAME);
    }
}
