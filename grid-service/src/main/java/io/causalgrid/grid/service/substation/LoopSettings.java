package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a substation's thread works.
 *
 * @param tick how often it works without being asked, by the wall's clock
 * @param queue how many commands may wait
 */
record LoopSettings(Supplier<Moment> clock, Duration tick, int queue) {}
