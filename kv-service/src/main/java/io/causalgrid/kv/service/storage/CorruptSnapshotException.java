package io.causalgrid.kv.service.storage;

import java.io.Serial;

/** What came from another site, or what was kept of it, is not the snapshot that it was said to be. */
public final class CorruptSnapshotException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CorruptSnapshotException(String message) {
        super(message);
    }
}
