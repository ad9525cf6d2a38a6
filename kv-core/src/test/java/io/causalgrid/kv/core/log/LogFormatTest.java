package io.causalgrid.kv.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.disk.FileDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real directory, and the files that every version must be able to read. */
class LogFormatTest {
    private static final LogSettings SETTINGS = new LogSettings(Rig.SEGMENT_BYTES, Rig.PLENTY, Durability.FSYNC);
    private static final Executor AT_ONCE = Runnable::run;
    private static final String GOLDEN = "/golden/log-v1/00000000000000000007.log";

    @TempDir
    Path directory;

    @Test
    void theFilesOfVersionOneStayReadable() throws IOException {
        Files.write(directory.resolve(Segment.name(7)), golden());

        try (var log = open(0)) {
            assertThat(log.start()).isEqualTo(7);
            assertThat(log.recovery().hasCut()).isFalse();
            assertThat(records(log)).containsExactly("first", "", "causal \u2192 grid", "last");
        }
    }

    /** When the format changes on purpose, its version must change too, and this file stays for the test above. */
    @Test
    void theFormatIsThatOfVersionOneByteForByte() throws IOException {
        Rig rig = Rig.startingAfter(6);
        rig.enqueue(List.of("first", "", "causal \u2192 grid"));
        rig.run();
        rig.enqueue(List.of("last"));
        rig.run();

        assertThat(Rig.written(rig.disk.content(Segment.name(7)))).isEqualTo(golden());
    }

    @Test
    void aLogInADirectoryIsThereAgainWhenItIsOpenedAgain() throws IOException {
        try (var log = open(0)) {
            for (long position = 1; position <= 10; position++) {
                assertThat(log.append(List.of(new LogEntry(position, ("r" + position).getBytes(UTF_8))))
                                .toCompletableFuture())
                        .isCompleted();
            }
        }

        try (var log = open(0)) {
            assertThat(log.append(List.of(new LogEntry(11, "r11".getBytes(UTF_8))))
                            .toCompletableFuture())
                    .isCompleted();
            assertThat(records(log)).isEqualTo(Rig.written(1, 11));
        }
        assertThat(directory).isDirectoryContaining("glob:**00000000000000000001.log");
    }

    @Test
    void appendsAndTailsOfManyThreadsLoseNothingAndKeepTheOrder() throws Exception {
        int records = 20_000;
        var settings = new LogSettings(10_000, Rig.PLENTY, Durability.INTERVAL);
        try (ExecutorService writer = Executors.newSingleThreadExecutor();
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
                var log = SegmentedSiteLog.open(new FileDisk(directory), settings, 0, writer, readers)) {
            var tails = List.of(
                    new Follower(log, SiteLog.Horizon.ACCEPTED, records),
                    new Follower(log, SiteLog.Horizon.DURABLE, records),
                    new Follower(log, SiteLog.Horizon.DURABLE, records));
            tails.getFirst().tail.request(7);
            tails.get(1).tail.request(70);

            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (int position = 1; position <= records; position++) {
                last = log.append(List.of(new LogEntry(position, ("r" + position).getBytes(UTF_8))))
                        .toCompletableFuture();
            }
            tails.get(2).tail.request(7);
            last.get(20, TimeUnit.SECONDS);
            log.sync();

            for (Follower tail : tails) {
                assertThat(tail.done.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(tail.seen.records).isEqualTo(Rig.written(1, records));
            }
        }
    }

    private SegmentedSiteLog open(long after) throws IOException {
        return SegmentedSiteLog.open(new FileDisk(directory), SETTINGS, after, AT_ONCE, AT_ONCE);
    }

    private static List<String> records(SiteLog log) {
        var seen = new Seen();
        log.tail(SiteLog.Horizon.DURABLE, log.start() - 1, seen).request(1000);
        return seen.records;
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = Objects.requireNonNull(LogFormatTest.class.getResourceAsStream(GOLDEN))) {
            return file.readAllBytes();
        }
    }

    /** Asks for batch after batch, each from another thread than the one that brought the last. */
    private static final class Follower implements BatchSink {
        private final Seen seen = new Seen();
        private final CountDownLatch done = new CountDownLatch(1);
        private final Subscription tail;
        private final int records;

        Follower(SiteLog log, SiteLog.Horizon horizon, int records) {
            this.records = records;
            this.tail = log.tail(horizon, 0, this);
        }

        @Override
        public void accept(List<LogEntry> batch) {
            seen.accept(batch);
            if (seen.records.size() == records) {
                done.countDown();
            } else {
                Thread.ofVirtual().start(() -> tail.request(7));
            }
        }

        @Override
        public void failed(RuntimeException cause) {
            seen.failed(cause);
            done.countDown();
        }
    }
}
