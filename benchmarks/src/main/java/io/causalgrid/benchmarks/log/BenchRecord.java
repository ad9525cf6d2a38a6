package io.causalgrid.benchmarks.log;

import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Value;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The record that a replica would make of one of the clients' writes. */
public final class BenchRecord {
    private static final Instant SOME_TIME = Instant.parse("2026-01-01T00:00:00Z");

    private BenchRecord() {}

    /** Its bytes, always the same. */
    public static byte[] bytes() {
        var random = new Random(1);
        String value = random.ints(Clients.VALUE_BYTES, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        String key = "k".repeat(Clients.KEY_BYTES);
        return RecordCodec.encode(
                new LogRecord.Local(HybridTimestamp.at(SOME_TIME), List.of(new Mutation.Put(key, Value.text(value)))));
    }
}
