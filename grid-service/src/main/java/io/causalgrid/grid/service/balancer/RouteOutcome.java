package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.service.peer.Reply;
import java.util.List;

/** What became of a request. */
public sealed interface RouteOutcome {
    /**
     * A substation has it.
     *
     * @param url of the substation
     * @param sessionId of its session
     * @param status the session's state, as the substation or the store tells it
     * @param currentLoad sessions on the substation
     */
    record Routed(String url, String sessionId, String status, int currentLoad) implements RouteOutcome {}

    /** The key was used before with another order. */
    record KeyReused() implements RouteOutcome {}

    /** A substation found a fault with the request itself; others would too. */
    record Rejected(Reply.Answered answer) implements RouteOutcome {}

    /** Too many requests are under way here. */
    record Overloaded() implements RouteOutcome {}

    /** It may be placed, or may yet; who asks again with the same key is told. */
    record InDoubt(List<Tried> tried) implements RouteOutcome {}

    /** Nobody took it. */
    record NotPlaced(List<Tried> tried, boolean outOfTime) implements RouteOutcome {
        public boolean allFull() {
            return !tried.isEmpty() && tried.stream().allMatch(one -> one.outcome() == AttemptOutcome.REFUSED);
        }
    }

    /** One substation that did not take it, and why. */
    record Tried(String substation, AttemptOutcome outcome) {}
}
