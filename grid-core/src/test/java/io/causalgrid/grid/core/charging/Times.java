package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.OrderSettings;
import java.time.Duration;

/** How long things take in a simulation: everything that takes hours or minutes outside takes seconds here. */
final class Times {
    /** Within which an order, once it is handed to the network, arrives or is lost. */
    static final long NETWORK_MILLIS = 1_200;
    /** How old a decision may be whose order is handed to the network. */
    static final long HESITATION_MILLIS = 100;
    /** Within which an order arrives after its decision, or never. */
    static final long TRANSIT_MILLIS = NETWORK_MILLIS + HESITATION_MILLIS + 10;

    static final long ORDER_LEASE_MILLIS = 6_000;
    static final long SKEW_MILLIS = 60;
    static final long RESERVATION_MILLIS = 2_500;
    static final long PATIENCE_MILLIS = 1_500;
    static final long CLAIM_LEASE_MILLIS = 2_500;
    static final long TICK_MILLIS = 500;
    static final long METER_MILLIS = 500;

    private Times() {}

    /** How an allocator treats them. */
    static AllocatorSettings allocator() {
        var orders =
                new OrderSettings(of(ORDER_LEASE_MILLIS), of(SKEW_MILLIS), of(TRANSIT_MILLIS), 1, 0, Duration.ZERO);
        return new AllocatorSettings(of(1_000), of(500), orders);
    }

    static Duration of(long millis) {
        return Duration.ofMillis(millis);
    }
}
