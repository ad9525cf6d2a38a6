package io.causalgrid.cli.cluster;

/** Something the person at the keyboard has to know and can act on; the message is written for them. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
