package io.causalgrid.kv.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private static final SiteId A = new SiteId("a", "1");
    private static final SiteId B = new SiteId("b", "1");
    private static final VersionVector NOTHING = VersionVector.empty();
    private static final Transaction A_WRITES = put(new Dot(A, 1), NOTHING, 10, "from a");
    private static final Transaction B_WRITES = put(new Dot(B, 1), NOTHING, 10, "from b");
    private static final Transaction A_DELETES = new Transaction(
            new Dot(A, 2), A_WRITES.vector(), new HybridTimestamp(99), List.of(new Mutation.Delete("x")));

    @Test
    void concurrentWritesStayAsSiblingsAndEverySitePicksTheSameWinner() {
        Register one = after(A_WRITES, B_WRITES);

        assertThat(one.versions()).hasSize(2);
        assertThat(one).isEqualTo(after(B_WRITES, A_WRITES));
        assertThat(winner(one)).isEqualTo("from b"); // equal timestamps: the greater site
    }

    @Test
    void aWriteReplacesWhatItsSiteHadSeen() {
        VersionVector both = A_WRITES.vector().merge(B_WRITES.vector());

        Register register = after(A_WRITES, B_WRITES, put(new Dot(A, 2), both, 11, "resolved"));

        assertThat(register.versions()).hasSize(1);
        assertThat(winner(register)).isEqualTo("resolved");
    }

    @Test
    void aWriteThatIsConcurrentWithADeleteSurvivesIt() {
        assertThat(winner(after(A_WRITES, B_WRITES, A_DELETES))).isEqualTo("from b");
        assertThat(winner(after(A_WRITES, A_DELETES, B_WRITES))).isEqualTo("from b");
    }

    @Test
    void whatIsDeletedLeavesNothingBehind() {
        assertThat(after(A_WRITES, A_DELETES)).isEqualTo(Register.EMPTY);
    }

    @Test
    void namingAVersionThatTheWriterHadNotSeenMakesNoDifference() {
        var careless = new Transaction(
                new Dot(B, 1),
                NOTHING,
                new HybridTimestamp(20),
                List.of(new Mutation.Put("x", Value.text("b"), new Replaces.Only(Set.of(A_WRITES.dot())), null)));

        assertThat(after(A_WRITES, careless)).isEqualTo(after(careless, A_WRITES));
    }

    @Test
    void registersComeBackFromTheirBytes() {
        Register register = after(A_WRITES, B_WRITES);

        assertThat(RegisterCodec.decode(RegisterCodec.encode(register))).isEqualTo(register);
        assertThat(RegisterCodec.decode(RegisterCodec.encode(Register.EMPTY))).isEqualTo(Register.EMPTY);
    }

    @Test
    void theSameVersionsHaveAnotherDigestUnderEachKeyHoweverOftenTheyAreAsked() {
        Register register = after(A_WRITES, B_WRITES);

        for (String key : List.of("x", "y", "y", "x")) {
            assertThat(register.digest(key)).isEqualTo(Digest.of(key, after(B_WRITES, A_WRITES)));
        }
        assertThat(register.digest("x")).isNotEqualTo(register.digest("y"));
        assertThat(Register.EMPTY.digest("x")).isEqualTo(Digest.ZERO);
    }

    private static Register after(Transaction... transactions) {
        Register register = Register.EMPTY;
        for (Transaction transaction : transactions) {
            register = register.after(transaction, transaction.mutations().getFirst());
        }
        return register;
    }

    private static String winner(Register register) {
        Version winner = register.winner();
        return winner == null ? "" : winner.value().asText();
    }

    private static Transaction put(Dot dot, VersionVector dependencies, long timestamp, String text) {
        return new Transaction(
                dot, dependencies, new HybridTimestamp(timestamp), List.of(new Mutation.Put("x", Value.text(text))));
    }
}
