package io.causalgrid.grid.service.store;

import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Mutation;
import io.micrometer.core.instrument.Counter;

/** What a journal costs the store, counted whenever the store takes a batch. */
record StoredCounters(Counter keys, Counter bytes) {
    void count(Batch batch) {
        keys.increment(batch.mutations().size());
        bytes.increment(batch.mutations().stream()
                .mapToInt(mutation ->
                        mutation instanceof Mutation.Put put ? put.value().bytes().length : 0)
                .sum());
    }
}
