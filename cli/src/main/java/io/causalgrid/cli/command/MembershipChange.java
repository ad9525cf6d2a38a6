package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ReplicaException;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.terminal.Terminal;
import java.time.Duration;

/** Changes the members, which goes one change at a time: while the last one spreads, this one is tried again. */
record MembershipChange(Terminal terminal) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 250;

    /** Makes it, at the latest when {@link #PATIENCE} is over. */
    void make(Runnable change) {
        long began = System.nanoTime();
        boolean told = false;
        while (true) {
            try {
                change.run();
                return;
            } catch (ReplicaException e) {
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                if (!e.isChangeUnderWay() || waited.compareTo(PATIENCE) > 0) {
                    throw e;
                }
                if (!told) {
                    terminal.note("Another change of the members is under way; waiting until all have heard of it");
                    told = true;
                }
                terminal.progress("  waiting for " + String.join(", ", e.unaware()), waited);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for another change", e);
        }
    }
}
