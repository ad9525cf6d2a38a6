package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.service.session.Tokens;
import io.causalgrid.kv.service.storage.SiteStorage;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts together what all watches share. */
@Singleton
class WatchEngine {
    private final ExecutorService hubThread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("watch").factory());
    private final WatchTools tools;

    WatchEngine(OwnSite site, SiteStorage storage, Tokens tokens, InstantSource clock) {
        var writer = new EventWriter(tokens);
        this.tools = new WatchTools(site, new WatchHub(site, writer, hubThread), writer, storage.readers(), clock);
    }

    WatchTools tools() {
        return tools;
    }

    @PreDestroy
    void stop() {
        hubThread.shutdown();
    }
}
