package io.causalgrid.kv.core.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFunctionTest {
    private static final SiteId SELF = new SiteId("node0", "a");
    private static final SiteId OTHER = new SiteId("node1", "a");
    private static final List<Mutation> MUTATIONS = List.of(new Mutation.Put("x", Value.text("A")));

    private final LogFunction function = new LogFunction(LogPoint.start(SELF));

    @Test
    void aLocalRecordTakesTheNextDotAndDependsOnAllBeforeIt() {
        function.step(1, imported(new Dot(OTHER, 1), VersionVector.empty(), 50));

        Transaction local = function.step(2, new LogRecord.Local(new HybridTimestamp(10), MUTATIONS))
                .orElseThrow();

        assertThat(local.dot()).isEqualTo(new Dot(SELF, 1));
        assertThat(local.dependencies()).isEqualTo(VersionVector.empty().with(new Dot(OTHER, 1)));
    }

    @Test
    void aTimestampIsAboveAllBeforeItEvenWhenTheClockLagsBehind() {
        function.step(1, imported(new Dot(OTHER, 1), VersionVector.empty(), 50));

        Transaction local = function.step(2, new LogRecord.Local(new HybridTimestamp(10), MUTATIONS))
                .orElseThrow();

        assertThat(local.timestamp()).isEqualTo(new HybridTimestamp(51));
    }

    @Test
    void anImportBeforeItsCauseHasNoEffect() {
        VersionVector cause = VersionVector.empty().with(new Dot(SELF, 1));

        assertThat(function.step(1, imported(new Dot(OTHER, 1), cause, 50))).isEmpty();

        assertThat(function.point().applied()).isEqualTo(VersionVector.empty());
    }

    @Test
    void anImportWithAGapHasNoEffect() {
        VersionVector first = VersionVector.empty().with(new Dot(OTHER, 1));

        assertThat(function.step(1, imported(new Dot(OTHER, 2), first, 50))).isEmpty();
    }

    @Test
    void theSameImportTwiceHasOneEffect() {
        LogRecord imported = imported(new Dot(OTHER, 1), VersionVector.empty(), 50);

        assertThat(function.step(1, imported)).isPresent();
        assertThat(function.step(2, imported)).isEmpty();

        assertThat(function.point().position()).isEqualTo(2);
    }

    @Test
    void anIncarnationRenamesTheLocalRecordsThatFollow() {
        function.step(1, local());

        assertThat(function.step(2, new LogRecord.Incarnation("b"))).isEmpty();

        Transaction next = function.step(3, local()).orElseThrow();
        assertThat(next.dot()).isEqualTo(new Dot(new SiteId("node0", "b"), 1));
        assertThat(next.dependencies()).isEqualTo(VersionVector.empty().with(new Dot(SELF, 1)));
    }

    @Test
    void theOldIncarnationsForgottenWritesCanBeImported() {
        function.step(1, new LogRecord.Incarnation("b"));

        assertThat(function.step(2, imported(new Dot(SELF, 1), VersionVector.empty(), 50)))
                .isPresent();
    }

    @Test
    void anInstallationStandsForAllTransactionsOfItsSnapshot() {
        function.step(1, local());
        VersionVector snapshot = VersionVector.empty().with(new Dot(OTHER, 1)).with(new Dot(OTHER, 2));

        assertThat(function.step(2, new LogRecord.Install("s", snapshot, new HybridTimestamp(99))))
                .isEmpty();

        assertThat(function.point().applied()).isEqualTo(snapshot.with(new Dot(SELF, 1)));
        assertThat(function.step(
                        3, imported(new Dot(OTHER, 2), VersionVector.empty().with(new Dot(OTHER, 1)), 50)))
                .isEmpty();
        assertThat(function.step(4, local()).orElseThrow().timestamp()).isEqualTo(new HybridTimestamp(100));
    }

    @Test
    void itGoesOnFromAnyPointAsIfItHadFoldedAllBefore() {
        List<LogRecord> log = List.of(
                local(),
                imported(new Dot(OTHER, 1), VersionVector.empty(), 50),
                new LogRecord.Incarnation("b"),
                local(),
                new LogRecord.Install("s", VersionVector.empty().with(new Dot(OTHER, 1)), new HybridTimestamp(70)),
                local());
        for (int from = 0; from < log.size(); from++) {
            var whole = new LogFunction(LogPoint.start(SELF));
            for (int i = 0; i < from; i++) {
                whole.step(i + 1L, log.get(i));
            }
            var resumed = new LogFunction(whole.point());
            for (int i = from; i < log.size(); i++) {
                assertThat(resumed.step(i + 1L, log.get(i))).isEqualTo(whole.step(i + 1L, log.get(i)));
            }
            assertThat(resumed.point()).isEqualTo(whole.point());
        }
    }

    @Test
    void aPositionThatDoesNotFollowIsRefused() {
        assertThatThrownBy(() -> function.step(2, new LogRecord.Local(new HybridTimestamp(10), MUTATIONS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LogRecord local() {
        return new LogRecord.Local(new HybridTimestamp(10), MUTATIONS);
    }

    private static LogRecord imported(Dot dot, VersionVector dependencies, long timestamp) {
        return new LogRecord.Import(new Transaction(dot, dependencies, new HybridTimestamp(timestamp), MUTATIONS));
    }
}
