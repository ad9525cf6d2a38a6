package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.done;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.state.Counter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CounterTest {
    private static final String KEY = StoreKeys.ofCounter("visits");

    private final Site site = new Site(1 << 20);
    private final Replica replica = site.replica;

    @Test
    void incrementsInFlightCount() {
        var first = add(5);
        var second = add(-2);

        site.run();

        assertThat(counts(first)).containsExactly(5L);
        assertThat(counts(second)).containsExactly(3L);
        assertThat(value()).isEqualTo(3);
        assertThat(replica.state().read(KEY).versions()).hasSize(1);
    }

    @Test
    void concurrentIncrementsOfOthersCountBesideOurs() {
        site.written(add(5));
        replica.deliver(transaction(
                NODE1, 1, NOTHING, new Mutation.Put(KEY, Counter.valueOf(7), new Replaces.Only(Set.of()), null)));
        var ours = add(1);

        site.run();

        assertThat(counts(ours)).containsExactly(13L);
        assertThat(value()).isEqualTo(13);
    }

    @Test
    void aSumBeyondTheLimitIsRefused() {
        site.written(add(Counter.SUM_MAX));

        assertThat(done(add(1))).isEqualTo(new WriteOutcome.CounterOverflow(KEY, Counter.SUM_MAX));
        assertThat(counts(add(-2 * Counter.SUM_MAX))).containsExactly(-Counter.SUM_MAX);
        assertThat(done(add(-1))).isInstanceOf(WriteOutcome.CounterOverflow.class);
    }

    @Test
    void theSharesOfAllSitesTogetherStayWithinTheLimitAsFarAsThisSiteKnows() {
        others(Counter.SUM_MAX - 1);

        assertThat(counts(add(1))).containsExactly(Counter.SUM_MAX);
        assertThat(done(add(1))).isEqualTo(new WriteOutcome.CounterOverflow(KEY, Counter.SUM_MAX));
    }

    @Test
    void aCounterThatSitesHaveBroughtBeyondTheLimitTogetherCanBeBroughtBack() {
        site.written(add(10));
        others(Counter.SUM_MAX);

        assertThat(done(add(1))).isInstanceOf(WriteOutcome.CounterOverflow.class);
        assertThat(counts(add(-4))).containsExactly(Counter.SUM_MAX + 6);
        assertThat(counts(add(-6))).containsExactly(Counter.SUM_MAX);
    }

    @Test
    void aDeletedCounterBeginsAnew() {
        site.written(add(5));
        site.write(new Mutation.Delete(KEY));

        assertThat(counts(add(2))).containsExactly(2L);
        assertThat(value()).isEqualTo(2);
    }

    /** Another site has counted that much, without having seen what was counted here. */
    private void others(long sum) {
        replica.deliver(transaction(
                NODE1, 1, NOTHING, new Mutation.Put(KEY, Counter.valueOf(sum), new Replaces.Only(Set.of()), null)));
        site.run();
    }

    private CompletionStage<WriteOutcome> add(long delta) {
        var increment = new WriteRequest.Increment(KEY, delta);
        return replica.write(new WriteRequest(List.of(), List.of(increment), List.of(), Optional.empty()));
    }

    private List<Long> counts(CompletionStage<WriteOutcome> stage) {
        site.run();
        return ((WriteOutcome.Written) done(stage)).counts();
    }

    private long value() {
        return Counter.value(replica.state().read(KEY));
    }
}
