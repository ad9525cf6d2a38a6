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
 * @param failures attempts in a row of which nothing came
 * @param refusal why the peer gave nothing at the last attempt, if it said so
 * @param cause what the last attempt failed for, in words, until something has come again
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
        Optional<Refusal> refusal,
        Optional<String> cause,
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

    /** Why nothing comes from a peer although it is there. */
    public enum Refusal {
        /** It does not know us as a member of the cluster. */
        NOT_A_MEMBER,
        /** Its log no longer has all that we lack. */
        SNAPSHOT_NEEDED,
        /** We could not take what it gave. */
        NOT_TAKEN
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    LinkStatus with(State changed) {
        boolean stands = changed == State.CONNECTED;
        return new LinkStatus(
                peer,
                changed,
                breaker,
                fault,
                failures,
                stands ? Optional.empty() : refusal,
                cause,
                peerSite,
                lastReport,
                heardAt);
    }

    /** Something has come from the peer and is here. */
    LinkStatus withArrival() {
        return new LinkStatus(peer, state, breaker, fault, 0, refusal, Optional.empty(), peerSite, lastReport, heardAt);
    }

    LinkStatus with(CircuitBreakerState changed) {
        return new LinkStatus(peer, state, changed, fault, failures, refusal, cause, peerSite, lastReport, heardAt);
    }

    LinkStatus with(LinkFault changed) {
        return new LinkStatus(peer, state, breaker, changed, failures, refusal, cause, peerSite, lastReport, heardAt);
    }

    LinkStatus withFailure(Throwable failure) {
        Optional<Refusal> told = failure instanceof PeerException answer ? answer.refusal() : Optional.empty();
        return new LinkStatus(
                peer,
                State.BACKING_OFF,
                breaker,
                fault,
                failures + 1,
                told,
                Optional.of(String.valueOf(failure.getMessage())),
                peerSite,
                lastReport,
                heardAt);
    }

    LinkStatus with(SiteId site, Instant at) {
        return new LinkStatus(
                peer, state, breaker, fault, failures, refusal, cause, Optional.of(site), lastReport, Optional.of(at));
    }

    LinkStatus with(SiteReport report, Instant at) {
        return new LinkStatus(
                peer,
                state,
                breaker,
                fault,
                failures,
                refusal,
                cause,
                Optional.of(report.self()),
                Optional.of(report),
                Optional.of(at));
    }
}
