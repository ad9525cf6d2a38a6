package io.causalgrid.grid.service.substation;

/** More requests wait for the substation's thread than allowed. */
final class QueueFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueFull() {
        super("too many requests wait", null, false, false);
    }
}
