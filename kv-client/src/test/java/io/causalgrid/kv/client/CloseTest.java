package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static io.causalgrid.kv.client.fake.FakeSite.doAndHang;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.FakeStream;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.watch.Watch;
import io.causalgrid.kv.client.watch.WatchRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloseTest {
    private final FakeSite site = new FakeSite("node0");

    @AfterEach
    void closeSites() {
        site.close();
    }

    @Test
    void leavesNoThreads() {
        CausalGridClient client = TestClients.patient(site);
        site.then(FakeStream.of(FakeStream.ready("t1")).andHang(), doAndHang());
        Watch watch = client.watch(WatchRequest.now(""), _ -> {});
        Waiting.until(() -> watch.token().isPresent());
        var call = client.session().async().get("a").toCompletableFuture();
        Waiting.until(() -> site.heard().size() == 2);
        assertThat(client.threads()).isEqualTo(2);
        assertThat(httpThreads()).isPositive();

        client.close();
        assertThat(client.threads()).isZero();
        assertThat(watch.ended().toCompletableFuture()).isCompleted();
        assertThat(call).isCompletedExceptionally();
        Waiting.until(() -> httpThreads() == 0);
    }

    @Test
    void callsThatAreCutOffSayWhatIsKnown() {
        site.then(doAndHang(), doAndHang());
        CausalGridClient client = TestClients.patient(site);
        var read = client.session().async().get("a").toCompletableFuture();
        Waiting.until(() -> site.heard().size() == 1);
        var write = client.session().async().put("a", "1").toCompletableFuture();
        Waiting.until(() -> site.heard().size() == 2);
        client.close();
        assertThatThrownBy(read::join).hasCauseInstanceOf(UnavailableException.class);
        assertThatThrownBy(write::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void aCallThatPausesEndsAtOnce() {
        site.always(answer(Reply.problem(503, "catching-up").header("Retry-After", "3000")));
        CausalGridClient client =
                TestClients.builder(site).deadline(Duration.ofHours(1)).build();
        var call = client.session().async().get("a").toCompletableFuture();
        Waiting.until(() -> !site.heard().isEmpty());
        client.close();
        assertThatThrownBy(call::join).hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void nothingBeginsAfterwards() {
        CausalGridClient client = TestClients.patient(site);
        CausalSession session = client.session();
        client.close();
        client.close();
        assertThatThrownBy(() -> session.get("a")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> session.async().get("a").toCompletableFuture().join())
                .hasCauseInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> client.watch(WatchRequest.now(""), _ -> {})).isInstanceOf(UnavailableException.class);
        assertThat(site.heard()).isEmpty();
    }

    @Test
    void aListenerMayCloseItsWatchAndTheClient() {
        site.then(FakeStream.of(FakeStream.ready("t1")).andHang());
        var client = TestClients.patient(site);
        var self = new AtomicReference<Watch>();
        var begun = new CompletableFuture<Void>();
        Watch watch = client.watch(WatchRequest.now(""), _ -> {
            begun.join();
            self.get().close();
            client.close();
        });
        self.set(watch);
        begun.complete(null);
        assertThat(watch.ended().toCompletableFuture().join()).isNull();
    }

    private static int httpThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient"))
                .count();
    }
}
