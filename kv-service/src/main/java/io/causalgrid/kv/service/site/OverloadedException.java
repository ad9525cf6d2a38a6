package io.causalgrid.kv.service.site;

import java.io.Serial;

/** So many writes are under way at this site that it takes no more just now. Nothing was written. */
public final class OverloadedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OverloadedException(int limit) {
        super("already " + limit + " writes are under way");
    }
}
