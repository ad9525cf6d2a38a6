/**
 * The whole of charging in one thread: simulated sites of the store, owners' processes with the real {@code
 * SubstationOwner}, charge points, balancers and clients, driven by one scheduler and one seed. A seed that fails is printed
 * and fails again in the same way.
 */
@NullMarked
package io.causalgrid.grid.core.charging;

import org.jspecify.annotations.NullMarked;
