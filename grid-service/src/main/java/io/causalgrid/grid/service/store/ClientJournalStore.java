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
import org.jspecify.annotations.Nullable;

/**
 * The store as its client gives it. Each write depends on those before it that were safe, so that they are seen in their order
 * everywhere; but not on one that was not: only a replica that is cut off may have that, and no other could go on.
 */
final class ClientJournalStore implements JournalStore {
    /** For which a replica waits until others have a batch as well. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CausalGridClient reader;
    private final CausalGridClient writer;
    private final StoredCounters counters;
    /** Covers all that was written safely. */
    private volatile @Nullable String token;

    ClientJournalStore(CausalGridClient reader, CausalGridClient writer, StoredCounters counters) {
        this.reader = reader;
        this.counters = counters;
        this.writer = writer;
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
    public Receipt write(Batch batch, String id, int replicas) {
        String before = token;
        CausalSession session = before == null ? writer.session() : writer.session(before);
        Receipt receipt = session.write(
                batch, WriteOptions.none().minReplicas(replicas, PATIENCE).requestId(id));
        counters.count(batch);
        if (receipt.enoughReplicas()) {
            token = session.token().orElse(before);
        }
        return receipt;
    }
}
