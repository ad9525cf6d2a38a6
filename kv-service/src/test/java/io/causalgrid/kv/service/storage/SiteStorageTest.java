package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.log.BatchSink;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.service.config.KvConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under which identity a site goes on, by what it finds on its disk. */
class SiteStorageTest {
    @TempDir
    Path directory;

    @Test
    void aSiteThatWasClosedOrKilledKeepsItsIncarnation() {
        String first = afterWriting("fsync");

        assertThat(incarnation("fsync")).isEqualTo(first);
    }

    @Test
    void aSiteWhoseLogWasTakenAwayOpensANewIncarnationOnce() throws IOException {
        String first = afterWriting("fsync");
        deleteLog();

        String second = incarnation("fsync");

        assertThat(second).isNotEqualTo(first);
        assertThat(incarnation("fsync")).isEqualTo(second);
    }

    @Test
    void aSiteWhoseLogAndStateWereTakenAwayOpensANewIncarnation() throws IOException {
        String first = afterWriting("fsync");
        deleteLog();
        DurableFiles.deleteTree(data().resolve("state"));

        assertThat(incarnation("fsync")).isNotEqualTo(first);
    }

    @Test
    void aSiteWhoseLogEndsBeforeItsStateOpensANewIncarnationBehindIt() throws IOException {
        String first = afterWriting("fsync");
        cutLog();

        try (SiteStorage storage = open("fsync")) {
            assertThat(storage.log().start()).isEqualTo(storage.state().point().position() + 1);
            assertThat(incarnationOf(storage)).isNotEqualTo(first);
        }
    }

    @Test
    void aSiteThatSyncsAtIntervalsKeepsItsIncarnationWhenItWasClosed() {
        String first = afterWriting("interval");

        assertThat(incarnation("interval")).isEqualTo(first);
    }

    @Test
    void aSiteThatSyncsAtIntervalsOpensANewIncarnationOnceAfterACrash() throws IOException {
        String first = afterWriting("interval");
        Files.createFile(data().resolve("UNCLEAN"));

        String second = incarnation("fsync");

        assertThat(second).isNotEqualTo(first);
        assertThat(incarnation("fsync")).isEqualTo(second);
    }

    /** Which is a record of the log, and refused if it counts as full. */
    @Test
    void aSiteOnADiskThatCountsAsFullOpensANewIncarnationAllTheSameAndThenNamesTheDisk() throws IOException {
        String first = afterWriting("interval");
        Files.createFile(data().resolve("UNCLEAN"));

        try (SiteStorage storage = open("interval", "1000000G")) {
            assertThat(incarnationOf(storage)).isNotEqualTo(first);
            assertThat(storage.shortage().orElseThrow()).contains("causalgrid.kv.log.min-free-space");
        }
    }

    /** Writes a record into log and state, and closes them; gives the incarnation that wrote it. */
    private String afterWriting(String durability) {
        try (SiteStorage storage = open(durability)) {
            var written =
                    new LogRecord.Local(HybridTimestamp.ZERO, List.of(new Mutation.Put("key", Value.text("value"))));
            storage.log()
                    .append(List.of(new LogEntry(1, RecordCodec.encode(written))))
                    .toCompletableFuture()
                    .join();
            var function = new LogFunction(storage.state().point().log());
            var batch = storage.state().begin();
            function.step(1, written).ifPresent(transaction -> batch.apply(function.point(), transaction));
            storage.state().commit(batch);
            return incarnationOf(storage);
        }
    }

    private String incarnation(String durability) {
        try (SiteStorage storage = open(durability)) {
            return incarnationOf(storage);
        }
    }

    /** What the log says about who writes it, from the state's point on. */
    private static String incarnationOf(SiteStorage storage) {
        var function = new LogFunction(storage.state().point().log());
        if (storage.log().end() > function.point().position()) {
            for (LogEntry entry : read(storage.log(), function.point().position())) {
                var _ = function.step(entry.position(), RecordCodec.decode(entry.bytes()));
            }
        }
        return function.point().self().incarnation();
    }

    private static List<LogEntry> read(SiteLog log, long after) {
        var read = new CompletableFuture<List<LogEntry>>();
        log.tail(SiteLog.Horizon.DURABLE, after, new BatchSink() {
                    @Override
                    public void accept(List<LogEntry> batch) {
                        read.complete(batch);
                    }

                    @Override
                    public void failed(RuntimeException cause) {
                        read.completeExceptionally(cause);
                    }
                })
                .request(100);
        return read.join();
    }

    private void deleteLog() throws IOException {
        DurableFiles.deleteTree(data().resolve("log"));
    }

    private void cutLog() throws IOException {
        try (Stream<Path> segments = Files.list(data().resolve("log"))) {
            for (Path segment : segments.toList()) {
                try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() - 1);
                }
            }
        }
    }

    private SiteStorage open(String durability) {
        return open(durability, "0");
    }

    private SiteStorage open(String durability, String minFreeSpace) {
        Map<String, String> settings = new HashMap<>();
        settings.put("causalgrid.kv.data-dir", data().toString());
        settings.put("causalgrid.kv.log.durability", durability);
        settings.put("causalgrid.kv.log.min-free-space", minFreeSpace);
        KvConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(KvConfig.class)
                .build()
                .getConfigMapping(KvConfig.class);
        return new SiteStorage(config, InstantSource.system());
    }

    private Path data() {
        return directory.resolve("data");
    }
}
