package io.causalgrid.kv.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.LogSettings;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.simulation.SimulatedDisk;
import io.causalgrid.kv.core.state.PointIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reader who breaks off anywhere and reads on at any site, where concurrent transactions stand in another order, sees
 * each transaction once, after its causes.
 */
class ResumeAnywhereTest {
    private static final int SITES = 3;

    private final Map<Dot, Transaction> made = new HashMap<>();
    private final List<Log> logs = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReaderWhoMovesFromSiteToSiteSeesEverythingOnceAndCausesFirst(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < SITES; i++) {
            logs.add(new Log("node" + i, 1 + random.nextInt(8)));
        }
        var reader = new Reader();

        for (int round = 0; round < 20; round++) {
            for (int i = random.nextInt(10); i > 0; i--) {
                happen(random);
            }
            reader.read(anyThatHas(reader.seen, random), random.nextInt(8), random);
        }
        while (importAny(random)) {
            // until all have everything
        }
        reader.read(logs.getFirst(), Integer.MAX_VALUE, random);

        assertThat(reader.dots).isEqualTo(made.keySet());
        assertThat(reader.seen).isEqualTo(logs.getFirst().applied());
    }

    private void happen(Random random) {
        Log log = logs.get(random.nextInt(SITES));
        switch (random.nextInt(12)) {
            case 0 -> log.append(new LogRecord.Incarnation("i" + made.size()));
            case 1, 2, 3, 4 -> {
                var mutation = new Mutation.Put("k", Value.text("v"));
                log.append(new LogRecord.Local(HybridTimestamp.ZERO, List.of(mutation)))
                        .ifPresent(transaction -> made.put(transaction.dot(), transaction));
            }
            default -> log.importOne(random);
        }
    }

    private boolean importAny(Random random) {
        boolean any = false;
        for (Log log : logs) {
            any |= log.importOne(random);
        }
        return any;
    }

    private Log anyThatHas(VersionVector seen, Random random) {
        Log log = logs.get(random.nextInt(SITES));
        while (!log.applied().includes(seen)) {
            assertThat(log.importOne(random)).isTrue();
        }
        return log;
    }

    private final class Log {
        private final SegmentedSiteLog log;
        private final LogFunction function;
        private final PointIndex points;

        Log(String name, int stride) {
            var settings = new LogSettings(1 << 20, 1 << 30, Durability.FSYNC);
            try {
                this.log = SegmentedSiteLog.open(new SimulatedDisk(), settings, 0, Runnable::run, Runnable::run);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LogPoint start = LogPoint.start(new SiteId(name, "a"));
            this.function = new LogFunction(start);
            this.points = new PointIndex(stride);
            points.note(start);
        }

        VersionVector applied() {
            return function.point().applied();
        }

        Optional<Transaction> append(LogRecord logRecord) {
            long position = function.point().position() + 1;
            log.append(List.of(new LogEntry(position, RecordCodec.encode(logRecord))))
                    .toCompletableFuture()
                    .join();
            var effective = function.step(position, logRecord);
            if (points.isDue(position)) {
                points.note(function.point());
            }
            return effective;
        }

        /** Imports one of those that can be applied next; false if it has everything. */
        boolean importOne(Random random) {
            List<Transaction> next = made.values().stream()
                    .filter(transaction -> transaction.isNextAfter(applied()))
                    .sorted((a, b) -> a.dot().compareTo(b.dot()))
                    .toList();
            if (next.isEmpty()) {
                return false;
            }
            append(new LogRecord.Import(next.get(random.nextInt(next.size()))));
            return true;
        }

        History open(VersionVector seen, History.Sink sink) {
            return new History(log, startFor(seen), seen, Runnable::run, sink);
        }

        LogPoint startFor(VersionVector seen) {
            return points.startFor(seen::get).orElseThrow();
        }

        long end() {
            return function.point().position();
        }
    }

    private static final class Reader {
        private final Set<Dot> dots = new HashSet<>();
        private VersionVector seen = VersionVector.empty();

        /** Reads that many changes, perhaps only a part of a batch, and breaks off. */
        void read(Log log, int changesMax, Random random) {
            var page = new Page(log.startFor(seen));
            History history = log.open(seen, page);
            int left = changesMax;
            while (left > 0 && page.reached.position() < log.end()) {
                page.changes.clear();
                history.request(1 + random.nextInt(5));
                for (History.Change change : page.changes) {
                    if (left-- > 0) {
                        see(change);
                    }
                }
                if (left > 0) {
                    seen = seen.merge(page.reached.applied()); // as a heartbeat would say
                }
            }
            history.cancel();
        }

        private void see(History.Change change) {
            Transaction transaction = change.transaction();
            assertThat(dots.add(transaction.dot()))
                    .as("%s comes once", transaction.dot())
                    .isTrue();
            transaction.dependencies().forEach((site, sequence) -> assertThat(dots)
                    .as("the causes of %s have come", transaction.dot())
                    .contains(new Dot(site, sequence)));
            seen = seen.merge(change.after().applied());
        }
    }

    private static final class Page implements History.Sink {
        private final List<History.Change> changes = new ArrayList<>();
        private LogPoint reached;

        Page(LogPoint start) {
            this.reached = start;
        }

        @Override
        public void accept(List<History.Change> batch, LogPoint point) {
            changes.addAll(batch);
            reached = point;
        }

        @Override
        public void ended(RuntimeException cause) {
            throw cause;
        }
    }
}
