package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateBatch;
import io.causalgrid.kv.core.state.StateException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedStateTest {
    private static final SiteId SELF = new SiteId("node0", "a");

    private final StateVault vault = new StateVault();
    private final SimulatedState state = SimulatedState.open(vault, SELF, Runnable::run);

    @Test
    void pagesFollowEachOtherInTheOrderOfTheKeysBytes() {
        write(put("c"), put("a"), put("\uD83D\uDD0C"), put("\uFFFD"), put(ReplicaState.SYSTEM_KEY));

        assertThat(state.scan(KeyRange.ALL, 2))
                .extracting(ReplicaState.KeyedRegister::key)
                .containsExactly("a", "c");
        assertThat(state.scan(KeyRange.ALL.startingAfter("c"), 9))
                .extracting(ReplicaState.KeyedRegister::key)
                .containsExactly("\uFFFD", "\uD83D\uDD0C"); // the other way round in UTF-16
        assertThat(state.point().keys()).isEqualTo(4);
    }

    @Test
    void aCrashLeavesWhatWasPersisted() {
        write(put("a"));
        state.persist();
        write(put("b"));

        SimulatedState again = SimulatedState.open(vault, SELF, Runnable::run);

        assertThat(again.point().position()).isEqualTo(1);
        assertThat(again.read("a").isEmpty()).isFalse();
        assertThat(again.read("b").isEmpty()).isTrue();
    }

    @Test
    void aFailedCommitIsFollowedByARecovery() {
        write(put("a"));
        state.persist();
        write(put("b"));
        state.faults().failNext(1, 0);

        assertThatThrownBy(() -> write(put("c"))).isInstanceOf(StateException.class);
        assertThatThrownBy(() -> write(put("c"))).isInstanceOf(IllegalStateException.class);
        state.recover();

        assertThat(state.point().position()).isEqualTo(state.durablePosition()).isEqualTo(1);
    }

    @Test
    void purgingLeavesTheDigestAsItIs() {
        write(put("a"), new Mutation.Put("b", Value.text("b"), Replaces.ALL_SEEN, Instant.ofEpochMilli(5)));
        var digest = state.point().digest();

        state.purge(Instant.ofEpochMilli(5), 10);

        assertThat(state.read("b").isEmpty()).isTrue();
        assertThat(state.point().digest()).isEqualTo(digest);
        assertThat(state.point().keys()).isEqualTo(1);
    }

    private void write(Mutation... mutations) {
        LogPoint before = state.point().log();
        Dot dot = before.next();
        HybridTimestamp timestamp = before.highest().next();
        var transaction = new Transaction(dot, before.applied(), timestamp, List.of(mutations));
        StateBatch batch = state.begin();
        batch.apply(new LogPoint(before.position() + 1, SELF, before.applied().with(dot), timestamp), transaction);
        state.commit(batch);
    }

    private static Mutation put(String key) {
        return new Mutation.Put(key, Value.text(key));
    }
}
