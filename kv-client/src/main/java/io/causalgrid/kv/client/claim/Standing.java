package io.causalgrid.kv.client.claim;

import java.util.Optional;

/** How a claim stands, as its claimant knows. */
public sealed interface Standing {
    /**
     * It is held.
     *
     * @param number of the claim: what its holder does should carry it, and whoever has seen a higher one should refuse
     * @param untilNanos when that ends if it is not renewed, by the claimant's clock; to be looked at before each use
     */
    record Held(long number, long untilNanos) implements Standing {}

    /** It was held, and could not be renewed in time. Nobody else is known to hold it, but somebody may. */
    record Doubtful(long number) implements Standing {}

    /**
     * It is not held.
     *
     * @param why for people
     * @param rival who has it, if known
     */
    record Waiting(String why, Optional<ClaimDocument> rival) implements Standing {}
}
