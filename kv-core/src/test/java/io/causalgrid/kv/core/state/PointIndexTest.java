package io.causalgrid.kv.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PointIndexTest {
    private static final SiteId SELF = new SiteId("node0", "a");
    private static final SiteId OTHER = new SiteId("node1", "a");

    private final PointIndex index = new PointIndex(10);

    @Test
    void aReaderStartsAtTheLatestPointThatHoldsNothingItLacks() {
        note(0, 10, 20, 30);

        assertThat(startFor(29)).isEqualTo(20);
        assertThat(startFor(30)).isEqualTo(30);
        assertThat(startFor(1_000)).isEqualTo(30);
        assertThat(startFor(0)).isZero();
    }

    @Test
    void aReaderThatLacksWhatIsBeforeTheFirstPointGetsNone() {
        note(10, 20);

        assertThat(startFor(9)).isEqualTo(-1);
        assertThat(startFor(10)).isEqualTo(10);
    }

    @Test
    void aPointIsDueAtOnceAndThenAfterTheStride() {
        assertThat(index.isDue(0)).isTrue();
        note(0);

        assertThat(index.isDue(9)).isFalse();
        assertThat(index.isDue(10)).isTrue();
    }

    @Test
    void onlyWhoHasWhatASnapshotBroughtIsServedAcrossIt() {
        note(0, 10);
        index.noteGap(12, VersionVector.empty().with(new Dot(OTHER, 1)));

        assertThat(index.startFor(site -> site.equals(OTHER) ? 0 : 10)).isEmpty();
        assertThat(index.startFor(site -> site.equals(OTHER) ? 1 : 10).map(LogPoint::position))
                .contains(10L);
    }

    @Test
    void whoStartsBehindASnapshotNeedNotMindIt() {
        note(0);
        index.noteGap(12, VersionVector.empty().with(new Dot(OTHER, 1)));
        var _ = index.note(new LogPoint(12, SELF, vector(10).with(new Dot(OTHER, 1)), HybridTimestamp.ZERO));

        assertThat(index.startFor(site -> site.equals(OTHER) ? 1 : 10).map(LogPoint::position))
                .contains(12L);
    }

    @Test
    void theLatestPointIsSoughtUpToAPositionOnly() {
        note(0, 10, 20);

        assertThat(index.latestWithin(_ -> 1_000, 19).map(LogPoint::position)).contains(10L);
        assertThat(index.latestWithin(_ -> 1_000, 20).map(LogPoint::position)).contains(20L);
    }

    @Test
    void whatIsDroppedLeavesThePointFromWhichOneCanFoldOn() {
        note(0, 10, 20, 30);
        index.noteGap(12, vector(1));

        index.dropBefore(21);

        assertThat(index.all()).extracting(LogPoint::position).containsExactly(20L, 30L);
        assertThat(index.gaps()).isEmpty();
    }

    @Test
    void itsSizeIsBoundedHoweverLongTheLog() {
        var fine = new PointIndex(1);
        int dropped = 0;
        for (long position = 0; position < 40_000; position++) {
            if (fine.isDue(position)) {
                dropped += fine.note(point(position)).size();
            }
        }

        assertThat(fine.all()).hasSizeBetween(2_000, 4_096);
        assertThat(dropped).isPositive();
        assertThat(fine.all().getFirst().position()).isZero();
        LogPoint start = fine.startFor(_ -> 20_000).orElseThrow();
        assertThat(start.position()).isBetween(19_900L, 20_000L);
    }

    private void note(long... positions) {
        for (long position : positions) {
            var _ = index.note(point(position));
        }
    }

    private long startFor(long covered) {
        return index.startFor(_ -> covered).map(LogPoint::position).orElse(-1L);
    }

    /** A log with nothing but local records. */
    private static LogPoint point(long position) {
        return new LogPoint(position, SELF, vector(position), HybridTimestamp.ZERO);
    }

    private static VersionVector vector(long writes) {
        SortedMap<SiteId, Long> entries = new TreeMap<>();
        entries.put(SELF, writes);
        return VersionVector.of(entries);
    }
}
