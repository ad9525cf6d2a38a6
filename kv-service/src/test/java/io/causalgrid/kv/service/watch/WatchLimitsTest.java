package io.causalgrid.kv.service.watch;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.service.site.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica alone, which forgets its log quickly, gives signs of life often, and has hardly any room for clients. */
@QuarkusTest
@TestProfile(WatchLimitsTest.Tiny.class)
@Timeout(180)
class WatchLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Site site;

    private final EventStream.Clients clients = new EventStream.Clients();

    /** Its settings. */
    public static class Tiny implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.kv.members", "node0=http://127.0.0.1:5000",
                    "causalgrid.kv.log.segment-size", "64K",
                    "causalgrid.kv.state.buffer-size", "64K",
                    "causalgrid.kv.watch.max-clients", "2",
                    "causalgrid.kv.watch.max-compressed", "1",
                    "causalgrid.kv.watch.queue-size", "64K",
                    "causalgrid.kv.watch.heartbeat", "200ms");
        }
    }

    @AfterEach
    void closeClients() {
        clients.close();
        until(() -> when().get("/metrics").asString().contains("kv_watch_clients{site=\"node0\"} 0.0"));
    }

    @Test
    void oneClientTooManyIsRefusedUntilAnotherHasGone() {
        EventStream one = clients.watch("");
        clients.watch("");

        when().get("/v1/watch")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:too-many-watchers"))
                .body("limit", equalTo(2));

        one.close();
        until(() -> {
            EventStream next = clients.watch("");
            next.close();
            return next.status() == 200;
        });
    }

    @Test
    void onlySoManyAreCompressedUntilOneHasGone() {
        Map<String, String> wanting = Map.of("Accept-Encoding", "gzip");
        EventStream one = clients.watch("", wanting);
        EventStream two = clients.watch("", wanting);
        assertThat(one.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(two.header("Content-Encoding")).isNull();

        one.close();
        two.close();
        until(() -> {
            EventStream next = clients.watch("", wanting);
            next.close();
            return "gzip".equals(next.header("Content-Encoding"));
        });
    }

    @Test
    void aHeartbeatMovesTheResumePointOnThoughNothingIsToBeSaid() {
        EventStream stream = clients.watch("?prefix=quiet/");
        until(() -> !stream.lastId().isEmpty());
        String first = stream.lastId();

        put("elsewhere", "x");

        until(() -> !stream.lastId().equals(first));
        assertThat(stream.events("change")).isEmpty();
    }

    @Test
    void aClientThatDoesNotReadIsSentAwayAndMissesNothingWhenItComesBack() {
        EventStream slow = clients.watch("?prefix=slow/");
        put("slow/0", "v");
        until(() -> slow.events("change").size() == 1);
        slow.stopReading();
        double before = slowEnds();
        int written = 1;
        for (; slowEnds() == before; written++) {
            put("slow/" + written, "v".repeat(32 << 10));
        }
        put("slow/" + written++, "v");
        slow.readOn();
        until(slow::hasEnded);

        EventStream again = clients.watch("?prefix=slow/&from=" + slow.lastId());
        int last = written - 1;
        until(() ->
                again.events("change").stream().anyMatch(event -> event.keys().contains("slow/" + last)));

        List<EventStream.Event> all = new ArrayList<>(slow.events("change"));
        all.addAll(again.events("change"));
        assertThat(all)
                .extracting(event -> event.keys().getFirst())
                .containsExactlyElementsOf(
                        IntStream.range(0, written).mapToObj(i -> "slow/" + i).toList());
    }

    @Test
    void whatTheLogHasForgottenIsGone() {
        EventStream first = clients.watch("?prefix=old/");
        until(() -> !first.lastId().isEmpty());
        String old = first.lastId();
        first.close();
        long end = site.log().end();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            put("old/key", "v".repeat(20_000));
            return site.log().start() > end + 1;
        });

        when().get("/v1/watch?from=" + old)
                .then()
                .statusCode(410)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:watch-expired"));

        EventStream anew = clients.watch("?prefix=old/&from=beginning");
        until(() -> anew.events("ready").size() == 1);
        assertThat(anew.events("state")).singleElement().satisfies(event -> assertThat(event.keys())
                .containsExactly("old/key"));
    }

    private static double slowEnds() {
        return when().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("kv_watch_ends_total{reason=\"slow\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void put(String key, String value) {
        site.write(WriteRequest.of(new Mutation.Put(key, Value.text(value))))
                .await()
                .atMost(PATIENCE);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }
}
