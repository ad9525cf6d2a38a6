package io.causalgrid.kv.service.watch;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.service.session.Tokens;
import io.causalgrid.kv.service.site.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(180)
class WatchApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Site site;

    @Inject
    Tokens tokens;

    private final EventStream.Clients clients = new EventStream.Clients();

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void aClientHearsOfWritesInTheirOrderAndOnlyOfItsPrefix() {
        EventStream stream = clients.watch("?prefix=order/");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Served-By")).startsWith("node0~");
        assertThat(tokens.read(String.valueOf(stream.header("Causality-Token"))))
                .isPresent();
        until(() -> stream.events("ready").size() == 1);

        for (int i = 0; i < 20; i++) {
            put("order/" + i % 3, "v" + i);
            put("elsewhere/" + i, "x");
        }

        until(() -> stream.events("change").size() == 20);
        assertThat(stream.events("change"))
                .extracting(event -> event.values().getFirst())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "v" + i).toList());
        assertThat(stream.events().getFirst().type()).isEqualTo("ready");
    }

    @Test
    void aCompressedEventCanBeReadAtOnce() {
        EventStream stream = clients.watchDecoding("?prefix=gzip%2F");
        until(() -> stream.events("ready").size() == 1);

        for (int i = 1; i <= 3; i++) {
            int count = i;
            put("gzip/small", "v" + i);
            until(() -> stream.events("change").size() == 2 * count - 1);
            put("gzip/large", "large".repeat(40_000));
            until(() -> stream.events("change").size() == 2 * count);
        }

        assertThat(stream.events("change").get(4).values()).containsExactly("v3");
        assertThat(stream.events("change").get(5).values()).containsExactly("large".repeat(40_000));
        assertThat(stream.hasEnded()).isFalse();
    }

    @Test
    void aWatchIsCompressedForWhoWantsIt() {
        assertThat(clients.watch("", Map.of("Accept-Encoding", "br, gzip;q=0.5"))
                        .header("Content-Encoding"))
                .isEqualTo("gzip");
        EventStream plain = clients.watch("", Map.of("Accept-Encoding", "gzip;q=0"));
        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(plain.header("Vary")).isEqualToIgnoringCase("accept-encoding");
    }

    @Test
    void aTransactionIsOneEventWithItsDeletesAndExpiries() {
        put("tx/gone", "x");
        EventStream stream = clients.watch("?prefix=tx%2F");
        Instant soon = Instant.ofEpochMilli(4_000_000_000_000L);

        WriteOutcome outcome = write(
                        new Mutation.Put("tx/a", Value.of("application/octet-stream", new byte[] {0, 1})),
                        new Mutation.Put("other", Value.text("unseen")),
                        new Mutation.Put("tx/b", Value.text("\"ü\"\n"), Replaces.ALL_SEEN, soon),
                        new Mutation.Delete("tx/gone"))
                .await()
                .atMost(PATIENCE);

        until(() -> stream.events("change").size() == 1);
        var data = stream.events("change").getFirst().data();
        assertThat(outcome).isInstanceOf(WriteOutcome.Written.class);
        assertThat(data.getString("version")).startsWith("node0~");
        assertThat(Instant.parse(data.getString("timestamp"))).isAfter(Instant.EPOCH);
        assertThat(data.getJsonArray("changes").encode())
                .isEqualTo("[{\"key\":\"tx/a\",\"contentType\":\"application/octet-stream\",\"valueBase64\":\"AAE=\"},"
                        + "{\"key\":\"tx/b\",\"contentType\":\"text/plain;charset=UTF-8\",\"value\":\"\\\"ü\\\"\\n\","
                        + "\"expiresAt\":\"2096-10-02T07:06:40Z\"},{\"key\":\"tx/gone\",\"deleted\":true}]");
    }

    @Test
    void aClientThatComesBackGetsWhatItMissed() {
        EventStream first = clients.watch("?prefix=back/");
        put("back/1", "1");
        until(() -> first.events("change").size() == 1);
        first.close();
        put("back/2", "2");

        EventStream byHeader = clients.watch("?prefix=back/&from=now", Map.of("Last-Event-ID", first.lastId()));
        EventStream byQuery = clients.watch("?prefix=back/&from=" + first.lastId());
        put("back/3", "3");

        for (EventStream again : List.of(byHeader, byQuery)) {
            until(() -> again.events("change").size() == 2);
            assertThat(again.events().getFirst().type()).isEqualTo("ready");
            assertThat(again.events().getFirst().id()).isEqualTo(first.lastId());
            assertThat(again.events("change"))
                    .extracting(event -> event.keys().getFirst())
                    .containsExactly("back/2", "back/3");
        }
    }

    @Test
    void fromTheBeginningTheStateAndTheChangesAddUpWhileOthersWrite() {
        IntStream.range(0, 300).forEach(i -> put("sum/" + i, "0"));
        List<CompletableFuture<WriteOutcome>> writes = beginToWrite(0, 200);
        EventStream watched = clients.watch("?prefix=sum/&from=beginning");
        writes.addAll(beginToWrite(200, 1_000));
        writes.forEach(CompletableFuture::join);
        until(() -> "999".equals(mirror(watched).get("sum/199")));

        var expected = new TreeMap<String, String>();
        IntStream.range(0, 300).forEach(i -> expected.put("sum/" + i, "0"));
        IntStream.range(0, 1_000).forEach(i -> expected.put("sum/" + i % 400, "" + i));
        assertThat(mirror(watched)).isEqualTo(expected);
        assertThat(watched.events("ready")).hasSize(1);
        var versions = watched.events("change").stream()
                .map(event -> event.data().getString("version"))
                .toList();
        assertThat(versions).doesNotHaveDuplicates();
        List<Integer> numbers = watched.events("change").stream()
                .map(event -> Integer.valueOf(event.values().getFirst()))
                .toList();
        assertThat(numbers)
                .as("every write after the state, none left out")
                .isEqualTo(IntStream.range(numbers.getFirst(), 1_000).boxed().toList());
    }

    @Test
    void theMembershipIsNeverShown() {
        EventStream stream = clients.watch("?from=beginning");

        until(() -> stream.events("ready").size() == 1);
        assertThat(stream.events("state"))
                .allSatisfy(event -> assertThat(event.keys()).doesNotContain(""));
    }

    @Test
    void aThousandClientsGetEveryWriteInOrder() {
        List<EventStream> crowd = IntStream.range(0, 1_000)
                .mapToObj(i -> clients.watch(i % 2 == 0 ? "?prefix=crowd/" : ""))
                .toList();
        when().get("/metrics").then().body(containsString("kv_watch_clients{site=\"node0\"} 1000.0"));

        List<String> expected = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();
        Uni.join()
                .all(expected.stream()
                        .map(value -> write(new Mutation.Put("crowd/x", Value.text(value))))
                        .toList())
                .usingConcurrencyOf(8)
                .andCollectFailures()
                .await()
                .atMost(PATIENCE);

        await().atMost(Duration.ofMinutes(2)).until(() -> crowd.stream()
                .allMatch(stream -> stream.events("change").size() >= 300));
        // Eight are written at once, so their order is the log's, which their versions tell.
        assertThat(values(crowd.getFirst())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(crowd.getFirst().events("change"))
                .extracting(event -> counter(event.data().getString("version")))
                .isSorted();
        crowd.forEach(stream -> assertThat(values(stream)).containsExactlyElementsOf(values(crowd.getFirst())));
    }

    private static List<String> values(EventStream stream) {
        return stream.events("change").stream()
                .map(event -> event.values().getFirst())
                .toList();
    }

    private static long counter(String version) {
        return Long.parseLong(version.substring(version.lastIndexOf(':') + 1));
    }

    @Test
    void aTokenThatThisSiteHasNotAppliedIsWaitedForAndThenRefused() {
        var elsewhere = new SiteId("node1", "elsewhere");
        String ahead = tokens.write(VersionVector.empty().with(new Dot(elsewhere, 1)));

        given().header("Prefer", "wait=0")
                .when()
                .get("/v1/watch?from=" + ahead)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .header("Causality-Token", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:behind-token"))
                .body("instance", equalTo("/v1/watch"))
                .body("missing[0].site", nullValue())
                .body("missing[0].needed", equalTo(1))
                .body("missing[0].applied", equalTo(0))
                .body("canServe.size()", equalTo(0));
        given().header("Prefer", "wait=0")
                .header("Causality-Token", ahead)
                .when()
                .get("/v1/watch")
                .then()
                .statusCode(503);
    }

    @ParameterizedTest
    @CsvSource({
        "?from=x, invalid-token",
        "?from=, invalid-token",
        "?from=tomorrow, invalid-token",
        "?prefix=%FF, invalid-request",
        "?prefix=a&prefix=b, invalid-request"
    })
    void whatCannotBeReadIsRefused(String query, String problem) {
        given().urlEncodingEnabled(false)
                .when()
                .get("/v1/watch" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:" + problem));
    }

    @Test
    void badHeadersAndPrefixesThatNoKeyCanHaveAreRefused() {
        given().header("Last-Event-ID", "garbage")
                .when()
                .get("/v1/watch")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:invalid-token"));
        when().get("/v1/watch?prefix=" + "p".repeat(1025))
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:key-too-long"))
                .body("limit", equalTo(1024));
        assertThat(clients.watch("?prefix=%zz").status()).isEqualTo(400);
    }

    @Test
    void theDocumentOfTheApiHasIt() {
        when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/v1/watch'.get.operationId", equalTo("watch"))
                .body("paths.'/write'.post", notNullValue())
                .body("info.title", equalTo("CausalGrid key-value store"));
    }

    private Uni<WriteOutcome> write(Mutation... mutations) {
        return site.write(WriteRequest.of(mutations));
    }

    private List<CompletableFuture<WriteOutcome>> beginToWrite(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> write(new Mutation.Put("sum/" + i % 400, Value.text("" + i)))
                        .subscribeAsCompletionStage())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void put(String key, String value) {
        write(new Mutation.Put(key, Value.text(value))).await().atMost(PATIENCE);
    }

    private static Map<String, String> mirror(EventStream stream) {
        var mirror = new TreeMap<String, String>();
        for (EventStream.Event event : stream.events()) {
            for (int i = 0; i < event.keys().size(); i++) {
                mirror.put(event.keys().get(i), event.values().get(i));
            }
        }
        return mirror;
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }
}
