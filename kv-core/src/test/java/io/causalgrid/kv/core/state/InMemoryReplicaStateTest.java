package io.causalgrid.kv.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryReplicaStateTest {
    private static final SiteId A = new SiteId("a", "1");
    private static final SiteId B = new SiteId("b", "1");
    private static final VersionVector NOTHING = VersionVector.empty();

    private static final Transaction A_WRITES = put(new Dot(A, 1), NOTHING, 10, "from a");
    private static final Transaction B_WRITES = put(new Dot(B, 1), NOTHING, 10, "from b");
    private static final VersionVector BOTH = NOTHING.with(A_WRITES.dot()).with(B_WRITES.dot());

    @Test
    void concurrentWritesStayAsSiblingsAndEverySitePicksTheSameWinner() {
        InMemoryReplicaState one = after(A_WRITES, B_WRITES);
        InMemoryReplicaState other = after(B_WRITES, A_WRITES);

        assertThat(one.read("x").versions()).hasSize(2);
        assertThat(one.read("x")).isEqualTo(other.read("x"));
        assertThat(winner(one)).isEqualTo("from b"); // equal timestamps: the greater site
        assertThat(one.point().digest()).isEqualTo(other.point().digest());
    }

    @Test
    void aWriteReplacesWhatItsSiteHadSeen() {
        var state = after(A_WRITES, B_WRITES, put(new Dot(A, 2), BOTH, 11, "resolved"));

        assertThat(state.read("x").versions()).hasSize(1);
        assertThat(winner(state)).isEqualTo("resolved");
    }

    @Test
    void aWriteThatIsConcurrentWithADeleteSurvivesIt() {
        var delete = new Transaction(
                new Dot(A, 2),
                NOTHING.with(A_WRITES.dot()),
                new HybridTimestamp(99),
                List.of(new Mutation.Delete("x")));

        assertThat(winner(after(A_WRITES, B_WRITES, delete))).isEqualTo("from b");
        assertThat(winner(after(A_WRITES, delete, B_WRITES))).isEqualTo("from b");
    }

    @Test
    void whatIsDeletedLeavesNothingBehind() {
        var delete = new Transaction(
                new Dot(A, 2),
                NOTHING.with(A_WRITES.dot()),
                new HybridTimestamp(99),
                List.of(new Mutation.Delete("x")));

        var state = after(A_WRITES, delete);

        assertThat(state.read("x")).isEqualTo(Register.EMPTY);
        assertThat(state.point().digest()).isEqualTo(Digest.ZERO);
        assertThat(state.point().keys()).isZero();
        assertThat(state.scan("", 10)).isEmpty();
    }

    @Test
    void pagesFollowEachOtherInKeyOrder() {
        var state = new InMemoryReplicaState();
        var mutations = List.of("c", "a", "b").stream()
                .<Mutation>map(key -> new Mutation.Put(key, Value.text(key)))
                .toList();
        state.apply(1, new Transaction(new Dot(A, 1), NOTHING, new HybridTimestamp(1), mutations));

        assertThat(state.scan("", 2))
                .extracting(ReplicaState.KeyedRegister::key)
                .containsExactly("a", "b");
        assertThat(state.scan("b", 2))
                .extracting(ReplicaState.KeyedRegister::key)
                .containsExactly("c");
        assertThat(state.point().keys()).isEqualTo(3);
    }

    private static InMemoryReplicaState after(Transaction... transactions) {
        var state = new InMemoryReplicaState();
        for (Transaction transaction : transactions) {
            state.apply(state.point().position() + 1, transaction);
        }
        return state;
    }

    private static String winner(InMemoryReplicaState state) {
        Version winner = state.read("x").winner();
        return winner == null ? "" : winner.value().asText();
    }

    private static Transaction put(Dot dot, VersionVector dependencies, long timestamp, String text) {
        return new Transaction(
                dot, dependencies, new HybridTimestamp(timestamp), List.of(new Mutation.Put("x", Value.text(text))));
    }
}
