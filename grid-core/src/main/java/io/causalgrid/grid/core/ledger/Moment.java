package io.causalgrid.grid.core.ledger;

import java.time.Instant;

/**
 * Now, on the three clocks of a substation.
 *
 * @param wall the wall's, which may jump: only for dating things and for reading wishes such as a time of departure
 * @param steady real time that never jumps nor runs backwards: reservations and keys live by it
 * @param simulated runs as steadily, but perhaps faster: sessions and vehicles live by it
 */
public record Moment(Instant wall, Instant steady, Instant simulated) {}
