package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.Duration;

/**
 * How an owner works.
 *
 * @param substation its id
 * @param ledger the bounds of its ledger
 * @param defaults of a session without wishes
 * @param allocator how it treats charge points
 * @param keysAreShared whether other substations may be asked with the same keys
 * @param times how long things take
 * @param bookEvery after how many batches the whole is written down
 */
public record OwnerSettings(
        String substation,
        LedgerLimits ledger,
        SessionDefaults defaults,
        AllocatorSettings allocator,
        boolean keysAreShared,
        Times times,
        int bookEvery) {
    /**
     * How long things take.
     *
     * @param patience how long an answer may wait for the journal, and for other substations' records
     * @param progress how often delivered energy is written down
     * @param division how often power is divided anew at the most
     * @param step for how long what is divided is to hold, in simulated time
     * @param skew by how much two machines' clocks may differ over the length of a reservation
     */
    public record Times(Duration patience, Duration progress, Duration division, Duration step, Duration skew) {}
}
