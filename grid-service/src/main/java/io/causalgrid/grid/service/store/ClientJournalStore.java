package io.causalgrid.grid.service.store;

import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store as its client gives it; all writes are of one session, so that they are seen in their order everywhere. */
final class ClientJournalStore implements JournalStore {
    /** For which a replica waits until others have a batch as well. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CausalGridClient reader;
    private final CausalSession session;
    private final StoredCounters counters;

    ClientJournalStore(CausalGridClient reader, CausalGridClient writer, StoredCounters counters) {
        this.reader = reader;
        this.counters = counters;
        this.session = writer.session();
    }

    @Override
    public Gathered<Map<String, List<Version>>> versions(Collection<String> keys) {
        return reader.majority().versions(keys);
    }

    @Override
    public Gathered<Map<String, Value>> entries(String prefix) {
        return reader.majority().entries(prefix);
    }

    @Override
    public Optional<String> write(Batch batch, String id, int replicas) {
        Receipt receipt = session.write(
                batch, WriteOptions.none().minReplicas(replicas, PATIENCE).requestId(id));
        counters.count(batch);
        return receipt.enoughReplicas() ? receipt.version() : Optional.empty();
    }
}
