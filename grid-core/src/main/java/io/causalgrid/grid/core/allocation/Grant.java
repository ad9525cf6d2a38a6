package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * The current a session may draw, and why.
 *
 * @param demand whose it is
 * @param amps what its charge point is told
 * @param bottleneck the limit that keeps it from more, if one does and it is known
 */
public record Grant(
        Demand demand, double amps, Reason reason, @Nullable Limit bottleneck) {
    /** One without a known bottleneck. */
    public Grant(Demand demand, double amps, Reason reason) {
        this(demand, amps, reason, null);
    }

    public String sessionId() {
        return demand.sessionId();
    }

    public double watts(Network network) {
        return network.watts(demand.connector(), amps);
    }

    /** Why it is what it is, for people. */
    public String why() {
        return bottleneck == null ? reason.text() : reason.text() + " (" + bottleneck.id() + ")";
    }
}
