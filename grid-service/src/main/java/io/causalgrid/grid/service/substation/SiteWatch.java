package io.causalgrid.grid.service.substation;

import java.time.Duration;

/** Looks at a site's file now and then. */
final class SiteWatch {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final SiteSource sites;
    private final Thread worker = Thread.ofVirtual().name("site").unstarted(this::run);

    SiteWatch(SiteSource sites) {
        this.sites = sites;
    }

    void start() {
        if (sites.isFile()) {
            worker.start();
        }
    }

    void stop() {
        worker.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                sites.look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the process stops
        }
    }
}
