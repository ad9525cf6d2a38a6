package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What a policy is asked to divide.
 *
 * @param network in which the demands' connectors are
 * @param limits what may be used, the lowest of each limit during the step
 * @param demands in the order of arrival, which settles ties; their floors together keep the limits
 * @param now when the step begins
 * @param step how long the grants will hold; positive
 * @param before what each connector was granted in the division before, in amperes
 */
public record AllocationTask(
        Network network, Limits limits, List<Demand> demands, Instant now, Duration step, IntToDoubleFunction before) {
    /** One before which nobody had anything. */
    public AllocationTask(Network network, Limits limits, List<Demand> demands, Instant now, Duration step) {
        this(network, limits, demands, now, step, _ -> 0);
    }

    /** The same task of other demands. */
    AllocationTask of(List<Demand> others) {
        return new AllocationTask(network, limits, others, now, step, before);
    }
}
