package io.causalgrid.cli.admin;

import java.util.List;

/** A replica gives no answer or refuses; the message is one line for the person at the keyboard. */
public final class ReplicaException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String CHANGE_UNDER_WAY = "membership-change-under-way";

    private final String problem;

    @SuppressWarnings("serial") // what List.copyOf gives is serializable
    private final List<String> unaware;

    ReplicaException(String message, String problem, List<String> unaware) {
        super(message);
        this.problem = problem;
        this.unaware = List.copyOf(unaware);
    }

    ReplicaException(String message, Throwable cause) {
        super(message, cause);
        this.problem = "";
        this.unaware = List.of();
    }

    /** Whether the last change of the members has not reached all of them yet, so that trying again soon helps. */
    public boolean isChangeUnderWay() {
        return problem.equals(CHANGE_UNDER_WAY);
    }

    /** The members that a change under way has not reached; empty if the replica itself is making it. */
    public List<String> unaware() {
        return unaware;
    }
}
