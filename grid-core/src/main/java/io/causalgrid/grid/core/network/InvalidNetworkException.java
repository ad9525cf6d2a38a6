package io.causalgrid.grid.core.network;

/** A description that is not one of a possible network. The message says where and why, for whoever wrote it. */
public final class InvalidNetworkException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidNetworkException(String message) {
        super(message);
    }
}
