package io.causalgrid.benchmarks.peer;

import io.causalgrid.cli.cluster.Ports;
import java.security.SecureRandom;

/** Ports that nobody holds. */
final class FreePorts {
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreePorts() {}

    /** The first of so many in a row. */
    static int inARow(int count) {
        return Ports.free(count, 1, RANDOM).replicaBase();
    }
}
