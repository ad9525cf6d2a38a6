package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.balancing.SubstationBoard;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks one substation for its load again and again, one question at a time, so that answers cannot overtake each other.
 * One that is down is asked more often: it takes part again soon after it is back.
 */
final class LoadPoller {
    private static final Logger LOG = Logger.getLogger(LoadPoller.class);

    /** How often to ask, and how long to wait for an answer. */
    record Periods(Duration up, Duration down, Duration timeout) {}

    private final SubstationPeer peer;
    private final SubstationBoard board;
    private final Periods periods;
    private final Thread worker;

    LoadPoller(SubstationPeer peer, SubstationBoard board, Periods periods) {
        this.peer = peer;
        this.board = board;
        this.periods = periods;
        this.worker = Thread.ofVirtual().name("poll " + peer.id()).unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    void stop() {
        worker.interrupt();
    }

    private void run() {
        boolean wasUp = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean isUp = poll();
                if (isUp != wasUp) {
                    LOG.infof("%s at %s is %s", peer.id(), peer.url(), isUp ? "up" : "down");
                }
                wasUp = isUp;
                Thread.sleep(isUp ? periods.up() : periods.down());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process stops
        }
    }

    private boolean poll() {
        var load = peer.load(periods.timeout());
        load.ifPresentOrElse(report -> board.reported(peer.id(), report), () -> board.unreachable(peer.id()));
        return load.isPresent();
    }
}
