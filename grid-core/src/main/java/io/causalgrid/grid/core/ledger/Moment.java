package io.causalgrid.grid.core.ledger;

import java.time.Instant;

/**
 * Now, on both clocks of a substation: sessions live in simulated time, which may run faster than the wall's, while
 * clients, and with them idempotency keys and the instants in their orders, live by the wall's.
 */
public record Moment(Instant wall, Instant simulated) {}
