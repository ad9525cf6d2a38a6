package io.causalgrid.grid.service.store;

import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Mutations in batches that the store takes: up to a thousand mutations, in a body of up to eight mebibytes. */
final class Parts {
    private static final int MUTATIONS_MAX = 900;
    /** Small enough to be sent and logged soon, between the writes of others. */
    private static final long BYTES_MAX = 2L << 20;
    /** What a mutation without a value may have in its body: a name, escaped, and the versions that it replaces. */
    private static final int MUTATION_BYTES = 2_048;

    private final List<Batch> parts = new ArrayList<>();
    private int mutations = MUTATIONS_MAX;
    private long bytes;

    /** Adds a mutation that has no value. */
    void add(Consumer<Batch> mutation) {
        add(mutation, MUTATION_BYTES);
    }

    /** Adds a mutation that has a value, which is base64 in a body. */
    void add(Value value, Consumer<Batch> mutation) {
        add(mutation, MUTATION_BYTES + value.bytes().length * 4L / 3);
    }

    private void add(Consumer<Batch> mutation, long weight) {
        if (mutations >= MUTATIONS_MAX || bytes + weight > BYTES_MAX) {
            parts.add(new Batch());
            mutations = 0;
            bytes = 0;
        }
        mutation.accept(parts.getLast());
        mutations++;
        bytes += weight;
    }

    /** The position of the batch that was added to last. */
    int last() {
        return parts.size() - 1;
    }

    List<Batch> all() {
        return parts;
    }
}
