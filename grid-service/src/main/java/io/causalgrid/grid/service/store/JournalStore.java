package io.causalgrid.grid.service.store;

import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a journal needs of the store. Blocks; fails with exceptions of the store's client. */
interface JournalStore {
    /** All versions of keys, read at a majority. */
    Gathered<Map<String, List<Version>>> versions(Collection<String> keys);

    /** All entries with a prefix, read at a majority. */
    Gathered<Map<String, Value>> entries(String prefix);

    /**
     * Writes a batch, after all that was written here before.
     *
     * @param id of this batch, whatever it is tried
     * @param replicas that must hold it
     * @return the name of the new versions, and whether so many hold it
     */
    Receipt write(Batch batch, String id, int replicas);
}
