package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Headers;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Attempts at one substation that were left in doubt, to be taken back there: each is repeated, with back-off, until the
 * substation acknowledges it, or until the session it may have started would have ended by itself. Bounded; when full,
 * the oldest is given up and counted, and its session, if there is one, ends when its vehicle departs.
 */
final class ReleaseQueue {
    private static final Logger LOG = Logger.getLogger(ReleaseQueue.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

    /** What to take back, and until when it matters. */
    record Release(String key, String attempt, Instant until) {}

    private final Peer substation;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Runnable onGivenUp;
    private final LinkedBlockingDeque<Release> waiting;
    private final Thread worker;

    ReleaseQueue(Peer substation, int max, Surroundings surroundings) {
        this.substation = substation;
        this.clock = surroundings.clock();
        this.random = surroundings.random();
        this.onGivenUp = surroundings.onGivenUp();
        this.waiting = new LinkedBlockingDeque<>(max);
        this.worker = Thread.ofVirtual().name("release " + substation.url()).unstarted(this::run);
    }

    /** What a queue needs of the world. */
    record Surroundings(InstantSource clock, RandomGenerator random, Runnable onGivenUp) {}

    void start() {
        worker.start();
    }

    void stop() {
        worker.interrupt();
    }

    void add(Release release) {
        while (!waiting.offerLast(release)) {
            if (waiting.pollFirst() != null) {
                onGivenUp.run();
                LOG.warnf("too many attempts in doubt at %s; gave one up", substation.url());
            }
        }
    }

    int size() {
        return waiting.size();
    }

    private void run() {
        try {
            while (true) {
                Release release = waiting.takeFirst();
                if (!deliver(release)) {
                    onGivenUp.run();
                    LOG.warnf("could not take back an attempt at %s in time", substation.url());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process stops
        }
    }

    private boolean deliver(Release release) throws InterruptedException {
        var call = new PeerCall(
                HttpMethod.DELETE,
                "/internal/v1/charges",
                Map.of(Headers.IDEMPOTENCY_KEY, release.key(), Headers.ATTEMPT, release.attempt()),
                null);
        Duration backOff = BACK_OFF_MIN;
        while (clock.instant().isBefore(release.until())) {
            if (substation.probe(call, TIMEOUT) instanceof Reply.Answered answer && answer.isSuccess()) {
                return true;
            }
            Thread.sleep(backOff.plusMillis(random.nextLong(backOff.toMillis())));
            Duration doubled = backOff.multipliedBy(2);
            backOff = doubled.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : doubled;
        }
        return false;
    }
}
