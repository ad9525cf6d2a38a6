package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static io.causalgrid.kv.client.fake.FakeSite.doAndHang;
import static io.causalgrid.kv.client.fake.FakeSite.drop;
import static io.causalgrid.kv.client.fake.FakeSite.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.error.CallInterruptedException;
import io.causalgrid.kv.client.error.ConditionFailedException;
import io.causalgrid.kv.client.error.DeadlineExceededException;
import io.causalgrid.kv.client.error.InvalidRequestException;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.Incoming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final FakeSite first = new FakeSite("node0");
    private final FakeSite second = new FakeSite("node1");

    @AfterEach
    void closeSites() {
        first.close();
        second.close();
    }

    @Test
    void carriesWhatItHasSeenToTheNextSite() {
        try (CausalGridClient client = TestClients.patient(first, second)) {
            CausalSession session = client.session();
            assertThat(session.token()).isEmpty();
            session.put("a", "1");
            assertThat(session.token()).contains("node0=1");

            first.always(drop());
            second.replicateFrom(first);
            assertThat(session.get("a").map(Entry::text)).contains("1");
            assertThat(second.heard().getLast().header("Causality-Token")).contains("node0=1");
        }
    }

    @Test
    void neverReadsBehindWhatItHasSeen() {
        try (CausalGridClient client = TestClients.hasty(first, second)) {
            CausalSession session = client.session();
            session.put("a", "1");
            first.always(drop());
            assertThatThrownBy(() -> session.get("a"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("behind-token");
            assertThat(client.session().get("a")).isEmpty();
        }
    }

    /** A site that turns a request away sends the token of what it has itself, which may be less. */
    @Test
    void aRefusalDoesNotTakeTheSessionBack() {
        try (CausalGridClient client = TestClients.hasty(first, second)) {
            CausalSession session = client.session();
            session.put("a", "1");
            second.then(answer(Reply.problem(410, "writes-lost")));
            first.then(drop(), drop());
            assertThatThrownBy(() -> session.get("a")).hasMessageContaining("writes-lost");
            assertThat(session.token()).contains("node0=1");
            first.then(answer(Reply.problem(400, "invalid-request")));
            assertThatThrownBy(() -> session.get("a")).isInstanceOf(InvalidRequestException.class);
            assertThat(session.token()).contains("node0=1");
        }
    }

    @Test
    void whatAConditionWasJudgedByHasBeenSeen() {
        try (CausalGridClient client = TestClients.patient(first)) {
            client.session().put("a", "1");
            CausalSession session = client.session();
            assertThatThrownBy(() -> session.put(
                            Key.of("a"), Value.text("2"), WriteOptions.none().ifAbsent()))
                    .isInstanceOf(ConditionFailedException.class);
            assertThat(session.token()).contains("node0=1");
        }
    }

    @Test
    void goesOnInAnotherProcess() {
        String token;
        try (CausalGridClient client = TestClients.patient(first)) {
            CausalSession session = client.session();
            session.put("a", "1");
            token = session.token().orElseThrow();
        }
        try (CausalGridClient client = TestClients.patient(second, first)) {
            assertThat(client.session(token).get("a").map(Entry::text)).contains("1");
        }
        assertThat(second.heard()).hasSize(1);
    }

    @Test
    void asksTheReplicaToWaitOnlyIfThereIsSomethingToWaitFor() {
        try (CausalGridClient client =
                TestClients.builder(first).tokenWait(Duration.ofSeconds(7)).build()) {
            CausalSession session = client.session();
            session.get("a");
            session.get("a");
        }
        assertThat(first.heard())
                .extracting(request -> request.header("Prefer"))
                .containsExactly(Optional.empty(), Optional.of("wait=7"));
    }

    @Test
    void itsCallsTakeTurnsInTheOrderInWhichTheyWereBegun() {
        var goOn = new CountDownLatch(1);
        first.then(waitFor(goOn));
        try (CausalGridClient client = TestClients.patient(first)) {
            CausalSession session = client.session();
            var writes = new ArrayList<CompletableFuture<Receipt>>();
            for (int i = 0; i < 50; i++) {
                writes.add(session.async().put("a", Integer.toString(i)).toCompletableFuture());
            }
            var last = session.async().get("a").toCompletableFuture();
            Waiting.until(() -> first.heard().size() == 1);
            assertThat(writes).noneMatch(CompletableFuture::isDone);
            goOn.countDown();
            assertThat(last.join().map(Entry::text)).contains("49");
            assertThat(writes).allMatch(CompletableFuture::isDone);
        }
        List<String> bodies =
                first.heard().stream().map(Incoming::body).limit(50).toList();
        assertThat(bodies)
                .isEqualTo(IntStream.range(0, 50).mapToObj(Integer::toString).toList());
    }

    @Test
    void sessionsDoNotWaitForEachOther() {
        var goOn = new CountDownLatch(1);
        first.then(waitFor(goOn));
        try (CausalGridClient client = TestClients.patient(first)) {
            var slow = client.session().async().put("a", "1").toCompletableFuture();
            Waiting.until(() -> first.heard().size() == 1);
            client.session().put("b", "1");
            assertThat(slow).isNotDone();
            goOn.countDown();
            slow.join();
        }
    }

    @Test
    void whatDependsOnACallMayWaitForTheSessionsNextOne() {
        try (CausalGridClient client = TestClients.patient(first)) {
            CausalSession session = client.session();
            Optional<String> text = session.async()
                    .put("a", "1")
                    .thenApply(_ -> session.get("a").map(Entry::text))
                    .toCompletableFuture()
                    .join();
            assertThat(text).contains("1");
        }
    }

    @Test
    void aCallThatFailsOrGivesUpItsTurnDoesNotHoldTheOthersUp() {
        first.then(doAndHang(), answer(Reply.problem(400, "invalid-request")));
        try (CausalGridClient client =
                TestClients.builder(first).deadline(Duration.ofSeconds(2)).build()) {
            CausalSession session = client.session();
            var hanging = session.async().get("a").toCompletableFuture();
            var behind = session.async().get("a").toCompletableFuture();
            assertThatThrownBy(hanging::join).hasCauseInstanceOf(DeadlineExceededException.class);
            assertThatThrownBy(behind::join).isNotNull();
            Waiting.until(() -> succeeds(session));
        }
    }

    @Test
    void anInterruptEndsTheCallAndStays() throws InterruptedException {
        var said = new CompletableFuture<Throwable>();
        var flag = new CompletableFuture<Boolean>();
        first.always(doAndHang());
        try (CausalGridClient client = TestClients.patient(first)) {
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    client.session().get("a");
                } catch (RuntimeException e) {
                    said.complete(e);
                }
                flag.complete(Thread.currentThread().isInterrupted());
            });
            Waiting.until(() -> first.heard().size() == 1);
            caller.interrupt();
            assertThat(said.join()).isInstanceOf(CallInterruptedException.class);
            assertThat(flag.join()).isTrue();
            caller.join();
        }
    }

    @Test
    void aWriteThatIsInterruptedOrCancelledOnItsWayHasAnUnknownOutcome() {
        first.always(doAndHang());
        try (CausalGridClient client = TestClients.patient(first)) {
            var said = new CompletableFuture<Throwable>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    client.session().addToCounter("a", 1);
                } catch (RuntimeException e) {
                    said.complete(e);
                }
            });
            Waiting.until(() -> first.heard().size() == 1);
            caller.interrupt();
            assertThat(said.join())
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void cancellingGivesACallUp() {
        first.then(doAndHang());
        try (CausalGridClient client = TestClients.patient(first)) {
            CausalSession session = client.session();
            var call = session.async().get("a").toCompletableFuture();
            Waiting.until(() -> first.heard().size() == 1);
            call.cancel(true);
            Waiting.until(() -> client.threads() == 0);
            assertThat(session.get("a")).isEmpty();
        }
    }

    private static boolean succeeds(CausalSession session) {
        try {
            return session.get("a").isEmpty();
        } catch (UnavailableException | InvalidRequestException _) {
            return false;
        }
    }
}
