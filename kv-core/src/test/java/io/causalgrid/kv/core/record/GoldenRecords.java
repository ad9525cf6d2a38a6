package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every kind of record, mutation and field, as the golden files have them. */
final class GoldenRecords {
    private static final SiteId NODE0 = new SiteId("node0", "a");
    private static final SiteId NODE1 = new SiteId("node1", "b");

    static final LogRecord LOCAL = new LogRecord.Local(
            new HybridTimestamp(1L << 60),
            List.of(new Mutation.Put("schlüssel/1 %", Value.text("wert 🔌")), new Mutation.Delete("b")));
    static final LogRecord IMPORT = new LogRecord.Import(new Transaction(
            new Dot(NODE0, 300),
            VersionVector.of(new TreeMap<>(Map.of(NODE0, 299L, NODE1, 1L << 40))),
            new HybridTimestamp(77),
            List.of(new Mutation.Put("", Value.of("application/octet-stream", new byte[] {0, -1, 127})))));

    private GoldenRecords() {}

    static Map<String, LogRecord> all() {
        var records = new LinkedHashMap<String, LogRecord>();
        records.put("local", LOCAL);
        records.put("import", IMPORT);
        records.put(
                "import-of-a-first-write",
                new LogRecord.Import(new Transaction(
                        new Dot(NODE1, 1),
                        VersionVector.empty(),
                        new HybridTimestamp(1),
                        List.of(new Mutation.Delete("k")))));
        records.put(
                "expiring-and-replacing-only",
                new LogRecord.Local(
                        HybridTimestamp.ZERO,
                        List.of(
                                new Mutation.Put(
                                        "k",
                                        Value.of("", new byte[0]),
                                        new Replaces.Only(Set.of(new Dot(NODE0, 1), new Dot(NODE1, 1L << 50))),
                                        Instant.ofEpochMilli(1_700_000_000_123L)),
                                new Mutation.Delete("l", new Replaces.Only(Set.of())))));
        records.put("incarnation", new LogRecord.Incarnation("9f1c2ab4"));
        records.put(
                "install",
                new LogRecord.Install(
                        "snapshot-1",
                        VersionVector.of(new TreeMap<>(Map.of(NODE0, 127L, NODE1, 128L))),
                        new HybridTimestamp(Long.MAX_VALUE)));
        records.put("install-of-nothing", new LogRecord.Install("", VersionVector.empty(), HybridTimestamp.ZERO));
        return records;
    }
}
