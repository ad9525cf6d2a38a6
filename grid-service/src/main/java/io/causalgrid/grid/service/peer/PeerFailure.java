package io.causalgrid.grid.service.peer;

/** Carries a failed call through the circuit breaker, which counts exceptions. */
sealed class PeerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    PeerFailure(Reply reply) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }

    /** Nothing is wrong with the other side: we have too many calls to it already. */
    static final class Busy extends PeerFailure {
        private static final long serialVersionUID = 1;

        Busy() {
            super(new Reply.NotSent("too many calls wait for a connection"));
        }
    }
}
