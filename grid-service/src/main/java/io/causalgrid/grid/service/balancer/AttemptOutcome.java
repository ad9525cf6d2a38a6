package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Refusals;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How an attempt at one substation ended, as metrics and problems name it. */
public enum AttemptOutcome {
    /** It was reserved and confirmed there. */
    ACCEPTED,
    /** The key's session is there, or the substation knows where. */
    KNOWN,
    /** Another attempt with the key may still be confirmed. */
    UNDER_WAY,
    /** Every connector is taken. */
    REFUSED,
    OVERLOADED,
    UNREACHABLE,
    TIMEOUT,
    BREAKER_OPEN,
    /** The process at this address does not own the substation. */
    NOT_OWNER,
    /** The substation has no majority of the store, or the store may yet take what was decided. */
    IN_DOUBT,
    /** The store did not take the reservation in time. */
    NOT_STORED,
    /** The reservation had ended before it was confirmed. */
    GONE,
    /** The request itself is at fault. */
    REJECTED;

    private static final Map<String, AttemptOutcome> PROBLEMS = Map.of(
            Refusals.NO_CAPACITY, REFUSED,
            Refusals.OVERLOADED, OVERLOADED,
            Refusals.NOT_OWNER, NOT_OWNER,
            Refusals.IN_DOUBT, IN_DOUBT,
            Refusals.NOT_STORED, NOT_STORED);

    /** Whether there might have been room, had the store taken it. */
    boolean isForWantOfStore() {
        return this == IN_DOUBT || this == NOT_STORED;
    }

    /** What a substation's refusal is; empty if the answer is none. */
    static Optional<AttemptOutcome> ofProblem(Reply.Answered answer) {
        return PROBLEMS.entrySet().stream()
                .filter(problem -> answer.isProblem(problem.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
