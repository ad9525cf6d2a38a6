package io.causalgrid.kv.service.replication;

/** Is told what happens on the links; must return at once and not throw. Called by any thread. */
public interface LinkObserver {
    /** The link has changed its state, its breaker or its fault. */
    default void changed(LinkStatus status) {}

    /** A report has come in. */
    default void reported(LinkStatus status) {}

    /** A transaction has come in; its size on the wire is unknown here. */
    default void receivedRecord(String peer) {}

    /** Bytes have come in. */
    default void receivedBytes(String peer, int bytes) {}

    /** An attempt has failed, or a stream has broken. */
    default void failed(String peer) {}
}
