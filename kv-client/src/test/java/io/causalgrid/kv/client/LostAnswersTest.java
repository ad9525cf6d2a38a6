package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static io.causalgrid.kv.client.fake.FakeSite.behave;
import static io.causalgrid.kv.client.fake.FakeSite.doAndDrop;
import static io.causalgrid.kv.client.fake.FakeSite.doAndHang;
import static io.causalgrid.kv.client.fake.FakeSite.doAndLoseAll;
import static io.causalgrid.kv.client.fake.FakeSite.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causalgrid.kv.client.error.ConditionFailedException;
import io.causalgrid.kv.client.error.FailedAttempt;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import io.causalgrid.kv.client.error.ValueTooLargeException;
import io.causalgrid.kv.client.error.WritesLostException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.Incoming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes whose answers get lost: never done twice, and repeated elsewhere only where that is safe. */
class LostAnswersTest {
    private static final Key KEY = Key.of("a");
    private static final Value ONE = Value.text("1");

    private final FakeSite first = new FakeSite("node0");
    private final FakeSite second = new FakeSite("node1");

    @AfterEach
    void closeSites() {
        first.close();
        second.close();
    }

    @Test
    void aWriteThatWasDoneIsNotDoneAgain() {
        first.then(doAndDrop(), doAndDrop());
        try (CausalGridClient client = TestClients.patient(first)) {
            assertThat(client.session().addToCounter("hits", 5)).isEqualTo(5);
        }
        assertThat(first.applied()).isEqualTo(1);
        assertThat(ids(first)).hasSize(3).containsOnly(first.ids().getFirst());
    }

    @Test
    void aWriteWithoutAnAnswerInTimeIsAskedForAgainUnderItsId() {
        first.then(doAndHang());
        try (CausalGridClient client =
                TestClients.builder(first).attemptTimeout(Duration.ofSeconds(1)).build()) {
            assertThat(client.session().put("a", "1").version()).contains("node0~1:1");
        }
        assertThat(first.applied()).isEqualTo(1);
        assertThat(ids(first).stream().distinct()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 503})
    void anAnswerThatIsNotTheStoresWordSaysNothing(int status) {
        first.then(answer(new Reply(status, Map.of(), "<html>")));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            client.session().put("a", "1");
        }
        assertThat(first.applied()).isEqualTo(1);
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void whatCollapsesIsRepeatedAtTheSameSiteFirstAndThenElsewhereSayingWhereItWasTried() {
        first.always(doAndDrop());
        try (CausalGridClient client = TestClients.patient(first, second)) {
            client.session().put("a", "1");
        }
        assertThat(first.heard()).hasSize(2);
        Incoming repeated = second.heard().getFirst();
        assertThat(repeated.header("Idempotency-First-Site")).contains("node0~1");
        assertThat(repeated.header("Idempotency-Key")).contains(ids(first).getFirst());
        assertThat(first.heard().getFirst().header("Idempotency-First-Site")).isEmpty();
        assertThat(first.heard().getLast().header("Idempotency-First-Site")).contains("node0~1");
    }

    static Stream<Consumer<CausalSession>> collapsing() {
        return Stream.of(
                session -> session.delete("a"),
                session -> session.put(Key.field("m", "f"), ONE),
                session -> session.addElement("s", "e"),
                session -> session.removeElement("s", "e"),
                session -> session.write(
                        new Batch().put(KEY, ONE).delete(Key.of("b")).addElement("s", "e")));
    }

    @ParameterizedTest
    @MethodSource("collapsing")
    void theseMayBeRepeatedElsewhere(Consumer<CausalSession> write) {
        first.always(drop());
        second.always(answer(Reply.json("{\"version\":\"node1~1:1\"}")));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            write.accept(client.session());
        }
        assertThat(second.heard()).hasSize(1);
    }

    static Stream<Consumer<CausalSession>> notCollapsing() {
        return Stream.of(
                session -> session.put(KEY, ONE, WriteOptions.none().ifAbsent()),
                session -> session.put(KEY, ONE, WriteOptions.none().ifMatch("x")),
                session -> session.put(KEY, ONE, WriteOptions.none().repeatedOnlyAtFirstReplica()),
                session -> session.delete(KEY, WriteOptions.none().ifPresent()),
                session -> session.addToCounter("hits", 1),
                session -> session.deleteCounter("hits"),
                session -> session.write(new Batch().put(KEY, ONE).addToCounter("hits", 1)),
                session -> session.write(
                        new Batch().put(KEY, ONE, WriteOptions.none().ifAbsent())),
                session -> session.write(
                        new Batch().put(KEY, ONE, WriteOptions.none().repeatedOnlyAtFirstReplica())),
                session -> session.write(
                        new Batch().put(KEY, ONE), WriteOptions.none().repeatedOnlyAtFirstReplica()));
    }

    @ParameterizedTest
    @MethodSource("notCollapsing")
    void theseAreRepeatedAtTheSameSiteOnlyAndThenTheOutcomeIsUnknown(Consumer<CausalSession> write) {
        first.always(drop());
        try (CausalGridClient client = TestClients.hasty(first, second)) {
            var failure = catchThrowableOfType(OutcomeUnknownException.class, () -> write.accept(client.session()));
            assertThat(failure.requestId()).isEqualTo(ids(first).getFirst());
            assertThat(failure.attempts()).extracting(FailedAttempt::endpoint).containsExactly(first.uri());
        }
        assertThat(first.heard()).hasSizeGreaterThan(1);
        assertThat(second.heard()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notCollapsing")
    void evenTheseGoElsewhereIfNothingWasSent(Consumer<CausalSession> write) {
        second.always(answer(Reply.json("{\"version\":\"node1~1:1\",\"value\":1}")));
        try (CausalGridClient client =
                TestClients.builder(FakeSite.nowhere(), second.uri()).build()) {
            write.accept(client.session());
        }
        assertThat(second.heard()).hasSize(1);
    }

    @Test
    void aWriteThatItsCallerHasNamedIsNotDoneAgainByAnotherProcess() {
        for (int process = 0; process < 2; process++) {
            try (CausalGridClient client = TestClients.patient(first)) {
                client.session().put(KEY, ONE, WriteOptions.none().requestId("import-7"));
            }
        }
        assertThat(ids(first)).containsExactly("import-7", "import-7");
        assertThat(first.applied()).isEqualTo(1);
    }

    @Test
    void aConditionThatHeldTheFirstTimeDoesNotFailTheRepetition() {
        first.then(doAndDrop());
        try (CausalGridClient client = TestClients.patient(first)) {
            client.session().put(KEY, ONE, WriteOptions.none().ifAbsent());
            assertThatThrownBy(() ->
                            client.session().put(KEY, ONE, WriteOptions.none().ifAbsent()))
                    .isInstanceOf(ConditionFailedException.class);
        }
    }

    @Test
    void aCounterIsNotAddedToAgainByASiteThatHasLostTheFirstTry() {
        first.then(doAndLoseAll("2"));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            var failure = catchThrowableOfType(
                    OutcomeUnknownException.class, () -> client.session().addToCounter("hits", 5));
            assertThat(failure).hasMessageContaining("repeat-not-collapsible");
            assertThat(failure.requestId()).isEqualTo(ids(first).getFirst());
        }
        assertThat(first.heard().getLast().header("Idempotency-First-Site")).contains("node0~1");
        assertThat(first.applied()).isZero();
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void whatCollapsesIsAcceptedByASiteThatHasLostTheFirstTry() {
        first.then(doAndLoseAll("2"));
        try (CausalGridClient client = TestClients.patient(first)) {
            client.session().put("a", "1");
        }
        assertThat(first.heard().getLast().header("Idempotency-First-Site")).contains("node0~1");
        assertThat(first.applied()).isEqualTo(1);
    }

    @Test
    void aConditionThatAnotherIncarnationJudgesDoesNotSettleWhatBecameOfTheFirstTry() {
        first.then(doAndLoseAll("2"), answer(Reply.problem(412, "condition-failed")));
        try (CausalGridClient client = TestClients.patient(first)) {
            assertThatThrownBy(() ->
                            client.session().put(KEY, ONE, WriteOptions.none().ifAbsent()))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(ConditionFailedException.class);
        }
    }

    @Test
    void aCounterThatAnotherIncarnationDoesNotHaveMayHaveBeenDeleted() {
        first.then(doAndLoseAll("2"), answer(Reply.problem(404, "no-value")));
        try (CausalGridClient client = TestClients.patient(first)) {
            assertThatThrownBy(() -> client.session().deleteCounter("hits"))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void whereNobodySaysWhoIsThereACounterIsNotAddedToAgain() {
        first.nameless().always(doAndDrop());
        try (CausalGridClient client = TestClients.patient(first, second)) {
            assertThatThrownBy(() -> client.session().addToCounter("hits", 5))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(first.applied()).isEqualTo(1);
        assertThat(first.heard()).hasSize(1);
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void aSiteThatDoesNotSayItsNameIsTheOnlyOneToBeAskedAgain() {
        first.nameless().always(drop());
        try (CausalGridClient client = TestClients.hasty(first, second)) {
            assertThatThrownBy(() -> client.session().put("a", "1")).isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void aRefusalElsewhereDoesNotSettleWhatBecameOfTheFirstTry() {
        first.always(doAndDrop());
        second.always(answer(Reply.problem(413, "value-too-large")));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            assertThatThrownBy(() -> client.session().put("a", "1"))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(ValueTooLargeException.class);
        }
    }

    @Test
    void aTokenThatHasBecomeVoidDoesNotSettleItEither() {
        first.then(doAndDrop(), answer(Reply.problem(410, "writes-lost")));
        try (CausalGridClient client = TestClients.patient(first)) {
            assertThatThrownBy(() -> client.session().put("a", "1"))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(WritesLostException.class);
        }
    }

    @Test
    void aRepetitionThatIsTurnedAwayDoesNotMakeTheFirstTryUndone() {
        first.then(doAndDrop()).always(answer(Reply.problem(503, "overloaded")));
        try (CausalGridClient client = TestClients.hasty(first)) {
            assertThatThrownBy(() -> client.session().addToCounter("hits", 1))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("overloaded");
        }
    }

    @Test
    void whileTheFirstTryIsUnderWayTheClientAsksAgainThere() {
        first.then(
                doAndDrop(),
                answer(Reply.problem(409, "request-in-progress").header("Retry-After", "0")),
                answer(Reply.problem(409, "request-in-progress")),
                answer(Reply.problem(409, "request-in-progress")),
                behave());
        try (CausalGridClient client = TestClients.patient(first, second)) {
            client.session().put("a", "1");
        }
        assertThat(first.applied()).isEqualTo(1);
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void whatIsRefusedAtOnceIsWrittenNowhereAndSaysSo() {
        first.always(answer(Reply.problem(507, "log-full")));
        second.always(answer(Reply.problem(503, "overloaded")));
        try (CausalGridClient client = TestClients.hasty(first, second)) {
            assertThatThrownBy(() -> client.session().addToCounter("hits", 1))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("log-full")
                    .hasMessageContaining("overloaded");
        }
        assertThat(second.heard()).isNotEmpty();
    }

    @Test
    void whatIsRefusedGoesElsewhereWithoutAPauseWhateverItIs() {
        first.always(answer(Reply.problem(503, "stopping").header("Retry-After", "60")));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            assertThat(client.session().addToCounter("hits", 3)).isEqualTo(3);
        }
        assertThat(second.heard().getFirst().header("Idempotency-First-Site")).isEmpty();
    }

    @Test
    void readsAreRepeatedElsewhereAtOnce() {
        first.always(drop());
        try (CausalGridClient client = TestClients.patient(first, second)) {
            assertThat(client.session().get("a")).isEmpty();
            assertThat(client.session().get("b")).isEmpty();
        }
        assertThat(first.heard()).hasSizeLessThanOrEqualTo(4); // the JDK's client asks a second time itself
        assertThat(second.heard()).hasSize(2);
    }

    private static List<String> ids(FakeSite site) {
        return site.heard().stream()
                .map(request -> request.header("Idempotency-Key"))
                .flatMap(Optional::stream)
                .toList();
    }
}
