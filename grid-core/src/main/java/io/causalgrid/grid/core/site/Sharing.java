package io.causalgrid.grid.core.site;

import io.causalgrid.grid.core.allocation.KnownPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a site wants its power to be divided; what it does not say is for whoever reads it to choose.
 *
 * @param policy that divides
 * @param fullyServed from 0 to 1: how the policy {@code optimised} weighs sessions fully served against energy
 * @param turn how long a turn lasts when not everyone can have its minimum current at once
 * @param patience how long a session may wait before it is owed a turn
 * @param gridWatts what {@link KnownPolicy#SURPLUS} may take from the grid at any time; not negative
 * @param carbonPricePerKg what {@link KnownPolicy#HORIZON} reckons a kilogram of carbon dioxide costs; not negative
 */
public record Sharing(
        Optional<KnownPolicy> policy,
        OptionalDouble fullyServed,
        Optional<Duration> turn,
        Optional<Duration> patience,
        double gridWatts,
        double carbonPricePerKg) {
    /** What a site without wishes says. */
    public static final Sharing ANY = of(Optional.empty());

    /** What a site says that names a policy at most. */
    public static Sharing of(Optional<KnownPolicy> policy) {
        return new Sharing(policy, OptionalDouble.empty(), Optional.empty(), Optional.empty(), 0, 0);
    }
}
