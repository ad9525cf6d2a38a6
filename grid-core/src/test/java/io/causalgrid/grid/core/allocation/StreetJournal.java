package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.plant.Order;
import java.time.Instant;
import java.util.Arrays;

/** The most that each connector may have been told, and whose journal it is. */
final class StreetJournal {
    private final double[] amps;
    private final Instant[] raised;
    private int owner = 1;

    StreetJournal(int connectors) {
        this.amps = new double[connectors];
        this.raised = new Instant[connectors];
        Arrays.fill(raised, Instant.MIN);
    }

    int owner() {
        return owner;
    }

    void takeOver() {
        owner++;
    }

    void write(Order raise, Instant now) {
        amps[raise.connector()] = Math.max(amps[raise.connector()], raise.amps());
        raised[raise.connector()] = now;
    }

    /** Writes down what counts now, in place of all before. */
    void compact(int by, Allocator allocator, Instant now) {
        for (int connector = 0; connector < amps.length && by == owner; connector++) {
            amps[connector] = allocator.mostAmps(connector, now);
        }
    }

    double amps(int connector) {
        return amps[connector];
    }

    Instant raised(int connector) {
        return raised[connector];
    }
}
