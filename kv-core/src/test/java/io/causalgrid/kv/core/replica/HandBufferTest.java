package io.causalgrid.kv.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandBufferTest {
    private static final List<String> MEMBERS = List.of("a", "b", "c");

    private final HandBuffer buffer = new HandBuffer();

    @Test
    void oneIsTakenWhenAllItLacksIsHere() {
        HandDelivery delivery = fromB("x", 2, 1, 3);
        buffer.add(delivery, vector(0, 0, 0));

        assertThat(buffer.takeDeliverable(vector(2, 0, 2))).isNull();
        assertThat(buffer.takeDeliverable(vector(2, 0, 3))).isEqualTo(delivery);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void whatIsCoveredMeanwhileIsDropped() {
        buffer.add(fromB("x", 5, 1, 0), vector(0, 0, 0));
        buffer.add(fromB("y", 0, 3, 0), vector(0, 0, 0));

        assertThat(buffer.takeDeliverable(vector(0, 1, 0))).isNull();

        assertThat(buffer.first(10)).containsExactly(fromB("y", 0, 3, 0));
        assertThat(buffer.takeDeliverable(vector(0, 2, 0))).isEqualTo(fromB("y", 0, 3, 0));
    }

    @Test
    void ofTwoForOnePlaceTheSecondIsADuplicateOnceTheFirstIsTaken() {
        buffer.add(fromB("x", 1, 1, 0), vector(0, 0, 0));
        buffer.add(fromB("y", 1, 1, 0), vector(0, 0, 0));

        assertThat(buffer.takeDeliverable(vector(1, 0, 0))).isEqualTo(fromB("x", 1, 1, 0));
        assertThat(buffer.takeDeliverable(vector(1, 1, 0))).isNull();
        assertThat(buffer.size()).isZero();
    }

    /** Each write of the site looks here whether it was what one of them waited for. */
    @Test
    @Timeout(20)
    void manyThatWaitForOnePlaceCostNothingWhileTheyWait() {
        for (int i = 0; i < 20_000; i++) {
            buffer.add(fromB("k" + i, 0, 1, 1_000_000), vector(0, 0, 0));
        }
        for (int writes = 1; writes <= 100_000; writes++) {
            assertThat(buffer.takeDeliverable(vector(writes, 0, 0))).isNull();
        }
    }

    private static HandDelivery fromB(String key, long... clock) {
        return new HandDelivery(
                MEMBERS, 1, Arrays.stream(clock).boxed().toList(), new Mutation.Put(key, Value.text("v")));
    }

    private static VersionVector vector(long... totals) {
        var entries = new TreeMap<SiteId, Long>();
        for (int i = 0; i < totals.length; i++) {
            entries.put(new SiteId(MEMBERS.get(i), "i"), totals[i]);
        }
        return VersionVector.of(entries);
    }
}
