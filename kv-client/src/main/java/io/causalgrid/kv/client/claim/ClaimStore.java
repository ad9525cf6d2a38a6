package io.causalgrid.kv.client.claim;

import io.causalgrid.kv.client.majority.Gathered;
import java.util.List;

/** Where a claim stands: what its driver needs of the store. Blocks. */
public interface ClaimStore {
    /** Reads all versions at a majority; fails with an exception of the client's. */
    Gathered<List<Claimant.Found>> read();

    /** Writes once; does not fail. */
    Claimant.Written write(Claimant.Step.Write write);
}
