package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import java.time.Duration;

/** How a substation divides its power; a turn is in simulated time. */
record SubstationPower(AllocationPolicy policy, Duration turn) {}
