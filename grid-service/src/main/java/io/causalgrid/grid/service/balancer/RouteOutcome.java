package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.service.peer.Reply;
import java.util.List;

/** What became of a request. */
public sealed interface RouteOutcome {
    /** A substation took it. */
    record Routed(String url, int currentLoad) implements RouteOutcome {}

    /** The key was used before with another order. */
    record KeyReused() implements RouteOutcome {}

    /** A substation found a fault with the request itself; others would too. */
    record Rejected(Reply.Answered answer) implements RouteOutcome {}

    /** Too many requests are under way here. */
    record Overloaded() implements RouteOutcome {}

    /** Nobody took it. */
    record NotPlaced(List<Tried> tried, boolean outOfTime) implements RouteOutcome {
        public boolean allFull() {
            return !tried.isEmpty() && tried.stream().allMatch(one -> one.outcome() == AttemptOutcome.REFUSED);
        }
    }

    /** One substation that did not take it, and why. */
    record Tried(String substation, AttemptOutcome outcome) {}
}
