package io.causalgrid.dashboard.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.causalgrid.dashboard.wire.ReplicaEvent;
import io.causalgrid.dashboard.wire.WireFormat;
import io.smallrye.mutiny.TimeoutException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    @Test
    void theWaitDoublesUpToTheLongestAndIsSpreadByHalf() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        var random = new Random(42);

        for (int round = 0; round < 1000; round++) {
            assertThat(backoff.delay(1, random).toMillis()).isBetween(50L, 150L);
            assertThat(backoff.delay(3, random).toMillis()).isBetween(200L, 600L);
            assertThat(backoff.delay(1_000_000, random).toMillis()).isBetween(1000L, 3000L);
        }
    }

    @Test
    void eventsAreSaidInWords() {
        assertThat(ReplicaSentences.of(new ReplicaEvent.Write("x", List.of(1L, 0L))))
                .isEqualTo("accepted a write of “x”, clock [1, 0]");
        assertThat(ReplicaSentences.of(new ReplicaEvent.Delivery("node0", 4, "x", List.of(4L))))
                .isEqualTo("delivered node0’s write #4 of “x”, clock [4]");
        assertThat(ReplicaSentences.of(new ReplicaEvent.Buffering("node0", 4, "x", List.of("node2"))))
                .isEqualTo("holds back node0’s write #4 of “x” until a write of node2 arrives");
        assertThat(ReplicaSentences.of(new ReplicaEvent.Link("node2", "backing-off", false, 50)))
                .isEqualTo("link to node2 is backing off, delayed by 50 ms");
    }

    @Test
    void longKeysAreShortenedWithoutCuttingACharacterInTwo() {
        assertThat(Shortened.text("abcdef", 3)).isEqualTo("abc…");
        assertThat(Shortened.text("ab😀", 3)).isEqualTo("ab…");
        assertThat(Shortened.text("abc", 3)).isEqualTo("abc");
    }

    @Test
    void failuresAreSaidInAFewWords() {
        assertThat(Failures.describe(new IllegalStateException(new ConnectException())))
                .isEqualTo("connection refused");
        assertThat(Failures.describe(new TimeoutException())).isEqualTo("no answer in time");
        assertThat(Failures.describe(new IllegalStateException())).isEqualTo("the connection broke");
        assertThat(Failures.neverConnected(new IllegalStateException(new ConnectException())))
                .isTrue();
        assertThat(Failures.neverConnected(new TimeoutException())).isFalse();
    }

    @Test
    void documentsOfOtherVersionsAreUnderstoodAsFarAsPossible() throws JacksonException {
        assertThat(WireFormat.replicaEvent("{\"type\":\"brand-new\",\"x\":1}")).isEqualTo(new ReplicaEvent.Unknown());
        var event = WireFormat.replicaEvent(
                "{\"type\":\"cluster\",\"cluster\":{\"site\":\"n\",\"new\":1,\"members\":[{\"name\":\"n\",\"self\":true}]}}");

        assertThat(event).isInstanceOfSatisfying(ReplicaEvent.Cluster.class, cluster -> {
            assertThat(cluster.cluster()).isNotNull();
        });
        assertThat(WireFormat.substations("[{\"id\":\"s1\",\"powerKw\":null}]")).hasSize(1);
        assertThatThrownBy(() -> WireFormat.replicaEvent("no json")).isInstanceOf(JacksonException.class);
    }
}
