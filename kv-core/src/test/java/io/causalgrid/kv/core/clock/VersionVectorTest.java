package io.causalgrid.kv.core.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class VersionVectorTest {
    private static final List<SiteId> SITES = List.of(
            new SiteId("node0", "a"), new SiteId("node0", "b"), new SiteId("node1", "a"), new SiteId("node2", "a"));

    private static Gen<VersionVector> vectors() {
        return lists().of(longs().between(0, 3)).ofSize(SITES.size()).map(VersionVectorTest::vector);
    }

    private static VersionVector vector(List<Long> sequences) {
        var entries = new TreeMap<SiteId, Long>();
        for (int i = 0; i < sequences.size(); i++) {
            entries.put(SITES.get(i), sequences.get(i));
        }
        return VersionVector.of(entries);
    }

    @Test
    void mergeIsCommutativeAssociativeAndIdempotent() {
        qt().forAll(vectors(), vectors(), vectors()).checkAssert((a, b, c) -> {
            assertThat(a.merge(b)).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(a)).isEqualTo(a);
        });
    }

    @Test
    void mergeIsTheLeastUpperBound() {
        qt().forAll(vectors(), vectors(), vectors()).checkAssert((a, b, c) -> {
            VersionVector merged = a.merge(b);
            assertThat(merged.includes(a) && merged.includes(b)).isTrue();
            if (c.includes(a) && c.includes(b)) {
                assertThat(c.includes(merged)).isTrue();
            }
        });
    }

    @Test
    void inclusionIsAPartialOrder() {
        qt().forAll(vectors(), vectors(), vectors()).checkAssert((a, b, c) -> {
            assertThat(a.includes(a)).isTrue();
            if (a.includes(b) && b.includes(a)) {
                assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
            }
            if (a.includes(b) && b.includes(c)) {
                assertThat(a.includes(c)).isTrue();
            }
        });
    }

    @Test
    void relationsMirrorEachOtherAndEqualIsNotBefore() {
        Map<Causality, Causality> mirror = Map.of(
                Causality.EQUAL, Causality.EQUAL,
                Causality.BEFORE, Causality.AFTER,
                Causality.AFTER, Causality.BEFORE,
                Causality.CONCURRENT, Causality.CONCURRENT);
        qt().forAll(vectors(), vectors()).checkAssert((a, b) -> {
            assertThat(a.relationTo(b)).isEqualTo(mirror.get(b.relationTo(a)));
            assertThat(a.relationTo(b) == Causality.EQUAL).isEqualTo(a.equals(b));
        });
    }

    @Test
    void theNextDotIsTheOnlyOneThatCanBeAdded() {
        qt().forAll(vectors()).checkAssert(vector -> {
            for (SiteId site : SITES) {
                Dot next = vector.next(site);
                assertThat(vector.contains(next)).isFalse();
                assertThat(vector.with(next).contains(next)).isTrue();
                assertThat(vector.with(next).relationTo(vector)).isEqualTo(Causality.AFTER);
                var tooFar = new Dot(site, next.sequence() + 1);
                assertThatThrownBy(() -> vector.with(tooFar)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void whatIsMissingIsWhatAMergeAdds() {
        qt().forAll(vectors(), vectors()).checkAssert((a, b) -> {
            assertThat(a.missingFrom(b)).isEqualTo(sum(a.merge(b)) - sum(a));
            assertThat(a.behindOn(b).isEmpty()).isEqualTo(a.includes(b));
        });
    }

    @Test
    void totalsAddUpTheIncarnationsOfAMember() {
        assertThat(vector(List.of(2L, 3L, 0L, 1L)).totals(List.of("node0", "node1", "node2")))
                .containsExactly(5L, 0L, 1L);
    }

    @Test
    void aPrefixHasItsSizeAndIsIncluded() {
        qt().forAll(vectors(), longs().between(0, 6)).checkAssert((vector, count) -> {
            VersionVector prefix = vector.prefix("node0", count);
            assertThat(prefix.total("node0")).isEqualTo(Math.min(count, vector.total("node0")));
            assertThat(vector.includes(prefix)).isTrue();
        });
    }

    @Test
    void entriesThatAreOutOfOrderOrZeroAreNoVector() {
        var unordered = new SiteId[] {SITES.get(1), SITES.get(0)};
        var ordered = new SiteId[] {SITES.get(0), SITES.get(1)};

        assertThat(VersionVector.ofSorted(ordered, new long[] {1, 2})).isEqualTo(vector(List.of(1L, 2L, 0L, 0L)));
        assertThatThrownBy(() -> VersionVector.ofSorted(unordered, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VersionVector.ofSorted(ordered, new long[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThatCouldNotBeTakenApartAgainAreRefused() {
        assertThatThrownBy(() -> new SiteId("node~0", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteId("", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteId("node0", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Dot(SITES.getFirst(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long sum(VersionVector vector) {
        return vector.toMap().values().stream().mapToLong(Long::longValue).sum();
    }
}
