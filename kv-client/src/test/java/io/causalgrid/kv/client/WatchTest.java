package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static io.causalgrid.kv.client.fake.FakeSite.drop;
import static io.causalgrid.kv.client.fake.FakeStream.change;
import static io.causalgrid.kv.client.fake.FakeStream.farewell;
import static io.causalgrid.kv.client.fake.FakeStream.heartbeat;
import static io.causalgrid.kv.client.fake.FakeStream.ready;
import static io.causalgrid.kv.client.fake.FakeStream.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.error.InvalidRequestException;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.FakeStream;
import io.causalgrid.kv.client.fake.Incoming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.watch.Change;
import io.causalgrid.kv.client.watch.Watch;
import io.causalgrid.kv.client.watch.WatchEvent;
import io.causalgrid.kv.client.watch.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final FakeSite first = new FakeSite("node0");
    private final FakeSite second = new FakeSite("node1");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private CausalGridClient client = TestClients.patient(first, second);

    @AfterEach
    void closeAll() {
        client.close();
        first.close();
        second.close();
    }

    @Test
    void tellsTheStateThenWhatChanges() {
        first.then(FakeStream.of(state("a", "1"), state("b", "2"), ready("t1"), change("t2", "a", "3"))
                .andHang());
        Watch watch = watch(WatchRequest.beginning("p/é"));
        await("state a=1", "state b=2", "ready t1", "a=3");
        Waiting.until(() -> watch.token().equals(Optional.of("t2")));
        assertThat(first.heard().getFirst().line()).isEqualTo("GET /v1/watch?prefix=p%2F%C3%A9&from=beginning");
        assertThat(first.heard().getFirst().header("Accept")).contains("text/event-stream");
    }

    @Test
    void resumesAfterABrokenConnectionWithoutGapOrRepetition() {
        first.then(
                FakeStream.of(ready("t1"), change("t2", "a", "1")).andBreakIn("id: t3\nevent: change\ndata: {\"ver"),
                FakeStream.of(ready("t9"), change("t3", "a", "2")).andEnd(),
                FakeStream.of(ready("t9"), change("t4", "a", "3")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2", "a=3");
        assertThat(first.heard()).extracting(WatchTest::resumption).containsExactly("from=now", "t2", "t3");
    }

    /** The ready event of a resumed stream may name a later point than its first change. */
    @Test
    void aStreamThatBreaksRightAfterReadyIsResumedWhereTheLastChangeWas() {
        first.then(
                FakeStream.of(ready("t1"), change("t2", "a", "1")).andBreak(),
                FakeStream.of(ready("t9")).andBreak());
        second.then(FakeStream.of(ready("t9"), change("t3", "a", "2")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2");
        assertThat(second.heard()).extracting(WatchTest::resumption).containsExactly("t2");
    }

    @Test
    void resumesAtAnotherSite() {
        first.then(FakeStream.of(ready("t1"), change("t2", "a", "1")).andBreak())
                .always(drop());
        second.then(FakeStream.of(ready("t2"), change("t3", "a", "2")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2");
        assertThat(second.heard()).extracting(WatchTest::resumption).containsExactly("t2");
    }

    @Test
    void heartbeatsMoveTheResumePointOnWithoutAMessage() {
        first.then(
                FakeStream.of(ready("t1"), heartbeat("t5")).andBreak(),
                FakeStream.of(ready("t5"), change("t6", "a", "1")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1");
        assertThat(first.heard()).extracting(WatchTest::resumption).containsExactly("from=now", "t5");
    }

    @Test
    void beginsAfterATokenAndSaysWhenItIsReady() {
        first.then(FakeStream.of(ready("t9"), change("t8", "a", "1")).andHang());
        watch(WatchRequest.after("t7", ""));
        await("ready t7", "a=1");
        assertThat(first.heard()).extracting(WatchTest::resumption).containsExactly("t7");
    }

    @Test
    void resumesWhenTheSiteEndsItAsTooSlowOrLost() {
        first.then(
                FakeStream.of(ready("t1"), change("t2", "a", "1"), farewell("slow"))
                        .andHang(),
                FakeStream.of(ready("t2"), change("t3", "a", "2"), farewell("lost"))
                        .andHang(),
                FakeStream.of(ready("t3"), change("t4", "a", "3")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2", "a=3");
        assertThat(first.heard()).extracting(WatchTest::resumption).containsExactly("from=now", "t2", "t3");
    }

    @Test
    void goesElsewhereIfOneSiteHasForgottenWhatIsMissing() {
        first.then(FakeStream.of(ready("t1"), change("t2", "a", "1")).andBreak())
                .always(answer(Reply.problem(410, "watch-expired")));
        second.then(FakeStream.of(ready("t2"), change("t3", "a", "2")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2");
    }

    @Test
    void startsOverAndSaysSoIfNobodyKnowsAnyMoreWhatIsMissing() {
        Reply gone = Reply.problem(410, "watch-expired");
        first.then(
                FakeStream.of(ready("t1"), change("t2", "a", "1")).andBreak(),
                answer(gone),
                FakeStream.of(state("a", "5"), ready("t8"), change("t9", "a", "6"))
                        .andHang());
        second.then(answer(gone));
        watch(WatchRequest.now("p"));
        await("ready t1", "a=1", "over 410 watch-expired: so it is", "state a=5", "ready t8", "a=6");
        assertThat(first.heard().getLast().line()).isEqualTo("GET /v1/watch?prefix=p&from=beginning");
    }

    @Test
    void aStateThatBreaksOffIsSentAnewAndTheListenerKnows() {
        first.then(
                FakeStream.of(state("a", "1")).andBreak(),
                FakeStream.of(state("a", "1"), state("b", "1"), ready("t1")).andHang());
        watch(WatchRequest.beginning(""));
        await(
                "state a=1",
                "over the connection broke while the state was being sent",
                "state a=1",
                "state b=1",
                "ready t1");
    }

    @Test
    void aSiteThatCannotServeItNowIsPassedOver() {
        first.always(answer(Reply.problem(503, "too-many-watchers").header("Retry-After", "30")));
        second.then(FakeStream.of(ready("t1")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1");
    }

    @Test
    void silenceIsABrokenConnection() {
        client.close();
        client = TestClients.builder(first).watchSilence(Duration.ofSeconds(2)).build();
        first.then(
                FakeStream.of(ready("t1"), change("t2", "a", "1")).andHang(),
                FakeStream.of(ready("t2"), change("t3", "a", "2")).andHang());
        watch(WatchRequest.now(""));
        await("ready t1", "a=1", "a=2");
    }

    @Test
    void aListenerThatTakesItsTimeIsAskedForNoMoreMeanwhile() {
        var goOn = new CountDownLatch(1);
        first.then(FakeStream.of(ready("t1"), change("t2", "a", "1"), change("t3", "a", "2"))
                .andHang());
        Watch watch = client.watch(WatchRequest.now(""), event -> {
            note(event);
            if (event instanceof WatchEvent.Changed) {
                awaitUninterrupted(goOn);
            }
        });
        await("ready t1", "a=1");
        assertThat(watch.token()).contains("t1"); // the listener has not dealt with the change
        goOn.countDown();
        await("ready t1", "a=1", "a=2");
    }

    @Test
    void whatTheListenerThrowsEndsTheWatch() {
        var failure = new IllegalStateException("enough");
        first.then(FakeStream.of(ready("t1"), change("t2", "a", "1")).andHang());
        Watch watch = client.watch(WatchRequest.now(""), event -> {
            if (event instanceof WatchEvent.Changed) {
                throw failure;
            }
        });
        assertThatThrownBy(() -> end(watch).join()).hasCause(failure);
        assertThat(watch.token()).contains("t1");
        Waiting.until(() -> client.threads() == 0);
    }

    @Test
    void aWatchThatTheStoreRefusesEnds() {
        first.then(answer(Reply.problem(400, "invalid-token")));
        Watch watch = watch(WatchRequest.after("nonsense", ""));
        assertThatThrownBy(() -> end(watch).join()).hasCauseInstanceOf(InvalidRequestException.class);
    }

    @Test
    void anAnswerThatIsNoStreamEndsIt() {
        first.then(answer(Reply.json("{}")));
        Watch watch = watch(WatchRequest.now(""));
        assertThatThrownBy(() -> end(watch).join()).hasCauseInstanceOf(UnexpectedAnswerException.class);
    }

    @Test
    void endsWhenItIsClosed() {
        first.then(FakeStream.of(ready("t1")).andHang());
        Watch watch = watch(WatchRequest.now(""));
        await("ready t1");
        watch.close();
        assertThat(end(watch).join()).isNull();
        Waiting.until(() -> client.threads() == 0);
        assertThat(first.heard()).hasSize(1);
    }

    @Test
    void readsBytesDeletionsAndExpiry() {
        first.then(FakeStream.of(ready("t1"), """
                id: t2
                event: change
                data: {"version":"n~1:2","timestamp":"2026-01-01T00:00:00Z","changes":[
                data: {"key":"a","contentType":"x/y","valueBase64":"AAE=","expiresAt":"2027-01-01T00:00:00Z"},
                data: {"key":"b","deleted":true}]}

                """).andHang());
        var event = new CompletableFuture<WatchEvent.Changed>();
        client.watch(WatchRequest.now(""), next -> {
            if (next instanceof WatchEvent.Changed changed) {
                event.complete(changed);
            }
        });
        assertThat(event.join().version()).isEqualTo("n~1:2");
        assertThat(event.join().token()).isEqualTo("t2");
        assertThat(event.join().changes())
                .containsExactly(
                        new Change(
                                "a",
                                Optional.of(Value.of("x/y", new byte[] {0, 1})),
                                Optional.of(Instant.parse("2027-01-01T00:00:00Z"))),
                        new Change("b", Optional.empty(), Optional.empty()));
    }

    private Watch watch(WatchRequest request) {
        return client.watch(request, this::note);
    }

    private void note(WatchEvent event) {
        switch (event) {
            case WatchEvent.State(List<Change> entries) -> entries.forEach(entry -> heard.add("state " + text(entry)));
            case WatchEvent.Ready(String token) -> heard.add("ready " + token);
            case WatchEvent.Changed changed -> changed.changes().forEach(change -> heard.add(text(change)));
            case WatchEvent.StartedOver(String reason) -> heard.add("over " + reason);
        }
    }

    private static String text(Change change) {
        return change.key() + "=" + change.value().map(Value::text).orElse("");
    }

    private void await(String... expected) {
        Waiting.until(() -> heard.size() >= expected.length);
        assertThat(heard).containsExactly(expected);
    }

    private static CompletableFuture<Void> end(Watch watch) {
        return watch.ended().toCompletableFuture();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where a request for a watch goes on. */
    private static String resumption(Incoming request) {
        return request.header("Last-Event-ID")
                .orElse(request.query().substring(request.query().indexOf('&') + 1));
    }
}
