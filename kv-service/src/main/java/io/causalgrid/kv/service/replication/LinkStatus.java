package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Instant;
import java.util.Optional;

/**
 * A link as others see it. Immutable; the link publishes a new one at each change.
 *
 * @param peer the peer's configured name
 * @param state what the link is doing
 * @param breaker the state of the peer's circuit breaker
 * @param fault the fault put on the link
 * @param failures failed attempts since the link last stood
 * @param peerSite the peer's identity, once it has said it
 * @param lastReport what the peer said last
 * @param heardAt when that was
 */
public record LinkStatus(
        String peer,
        State state,
        CircuitBreakerState breaker,
        LinkFault fault,
        int failures,
        Optional<SiteId> peerSite,
        Optional<SiteReport> lastReport,
        Optional<Instant> heardAt) {

    /** What a link is doing. */
    public enum State {
        CONNECTING,
        CONNECTED,
        BACKING_OFF,
        CUT
    }

    static LinkStatus initial(String peer) {
        return new LinkStatus(
                peer,
                State.CONNECTING,
                CircuitBreakerState.CLOSED,
                LinkFault.NONE,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    LinkStatus with(State changed) {
        int failed = changed == State.CONNECTED ? 0 : failures;
        return new LinkStatus(peer, changed, breaker, fault, failed, peerSite, lastReport, heardAt);
    }

    LinkStatus with(CircuitBreakerState changed) {
        return new LinkStatus(peer, state, changed, fault, failures, peerSite, lastReport, heardAt);
    }

    LinkStatus with(LinkFault changed) {
        return new LinkStatus(peer, state, breaker, changed, failures, peerSite, lastReport, heardAt);
    }

    LinkStatus withFailure() {
        return new LinkStatus(peer, State.BACKING_OFF, breaker, fault, failures + 1, peerSite, lastReport, heardAt);
    }

    LinkStatus with(SiteId site, Instant at) {
        return new LinkStatus(peer, state, breaker, fault, failures, Optional.of(site), lastReport, Optional.of(at));
    }

    LinkStatus with(SiteReport report, Instant at) {
        return new LinkStatus(peer, state, breaker, fault, failures, peerSite, Optional.of(report), Optional.of(at));
    }
}
