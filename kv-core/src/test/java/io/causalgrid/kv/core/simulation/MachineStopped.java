package io.causalgrid.kv.core.simulation;

import java.io.Serial;

/** The machine stops in the middle of what the process is doing. */
final class MachineStopped extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;
}
