package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.kv.client.error.ConditionFailedException;
import io.causalgrid.kv.client.error.CounterOverflowException;
import io.causalgrid.kv.client.error.InvalidRequestException;
import io.causalgrid.kv.client.error.RefusedException;
import io.causalgrid.kv.client.error.TooManySiblingsException;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.error.ValueTooLargeException;
import io.causalgrid.kv.client.error.WritesLostException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.Incoming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Member;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.Versions;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operation sends, and what it makes of the answer. */
class OperationsTest {
    private static final Key KEY = Key.of("a");
    private static final Value ONE = Value.text("1");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final Reply NO_VALUE = Reply.problem(404, "no-value");

    private final FakeSite site = new FakeSite("node0");
    private final CausalGridClient client = TestClients.patient(site);
    private final CausalSession session = client.session();

    @AfterEach
    void closeAll() {
        client.close();
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "/", "%2F", "%", "a b+c", ".", "..", "../x", "é漢😀", "?x=1&y#z", "a\u0000b", "\"\\"})
    void everyKeyComesBackAsItWas(String key) {
        session.put(key, "value of " + key);
        assertThat(session.get(key).map(Entry::text)).contains("value of " + key);
        assertThat(session.delete(key)).isPresent();
        assertThat(session.get(key)).isEmpty();
    }

    @Test
    void bytesComeBackAsTheyWere() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Value value = Value.of("image/x-test", all);
        session.put(KEY, value);
        assertThat(session.get(KEY).map(Entry::value)).contains(value);
        assertThat(session.put(KEY, Value.bytes(new byte[0])).enoughReplicas()).isTrue();
        assertThat(session.get("a").orElseThrow().value()).isEqualTo(Value.bytes(new byte[0]));
    }

    @Test
    void aWriteSaysUnderWhichConditionsAndForHowLong() {
        session.put(KEY, ONE, WriteOptions.none().ifMatch("\"d:1+e:2\"").expiresIn(Duration.ofMinutes(2)));
        assertThat(last().line()).isEqualTo("PUT /v1/kv/a");
        assertThat(last().header("If-Match")).contains("\"d:1+e:2\"");
        assertThat(last().header("Expires-In")).contains("120");
        assertThat(last().header("Content-Type")).contains("text/plain;charset=UTF-8");
        session.delete(KEY, WriteOptions.none().ifPresent());
        assertThat(last().header("If-Match")).contains("*");
        session.put(Key.field("m/1", "f"), ONE, WriteOptions.none().ifAbsent());
        assertThat(last().line()).isEqualTo("PUT /v1/maps/m%2F1/fields/f");
        assertThat(last().header("If-None-Match")).contains("*");
    }

    @Test
    void aWriteThatTooFewReplicasHaveYetStandsAndSaysSo() {
        reply(Reply.of(202).header("Replicas", "2").header("ETag", "\"d:1\""));
        Receipt receipt = session.put(KEY, ONE, WriteOptions.none().minReplicas(3, Duration.ofSeconds(5)));
        assertThat(receipt).isEqualTo(new Receipt(Optional.of("d:1"), OptionalInt.of(2), false));
        assertThat(last().header("Min-Replicas")).contains("3");
        assertThat(last().header("Prefer")).contains("wait=5");
    }

    @Test
    void readsTheWinnerAndAllVersions() {
        reply(new Reply(
                200,
                Map.of(
                        "ETag", "\"d:1+e:2\"",
                        "Version-Count", "2",
                        "Content-Type", "text/plain",
                        "Expires-At", LATER.toString()),
                "x"));
        assertThat(session.get("a"))
                .contains(new Entry(KEY, Value.of("text/plain", bytes("x")), "d:1+e:2", 2, Optional.of(LATER)));

        reply(Reply.json("""
                {"key":"a","etag":"d:1+e:2","versions":[
                 {"version":"d:1","contentType":"t","value":"x","timestamp":"2030-01-01T00:00:00Z"},
                 {"version":"e:2","contentType":"u","valueBase64":"eQ==","timestamp":"2030-01-01T00:00:00Z",
                  "expiresAt":"2030-01-01T00:00:00Z"}]}"""));
        assertThat(session.versions(KEY))
                .contains(new Versions(
                        KEY,
                        "d:1+e:2",
                        List.of(
                                new Version("d:1", Value.of("t", bytes("x")), LATER, Optional.empty()),
                                new Version("e:2", Value.of("u", bytes("y")), LATER, Optional.of(LATER)))));
        assertThat(last().header("Accept")).contains("application/vnd.causalgrid.versions+json");
        reply(NO_VALUE);
        assertThat(session.versions(KEY)).isEmpty();
    }

    @Test
    void listsInPages() {
        reply(Reply.json("{\"keys\":[{\"key\":\"p/a\",\"etag\":\"d:1\",\"versions\":1}],\"next\":\"p/a\"}"));
        assertThat(session.keys("p/", PageRequest.first().limit(1)))
                .isEqualTo(new Page<>(List.of(new KeyInfo("p/a", "d:1", 1)), Optional.of("p/a")));
        assertThat(last().line()).isEqualTo("GET /v1/kv?prefix=p%2F&limit=1");

        reply(Reply.json("{\"keys\":[{\"key\":\"p/b\",\"etag\":\"d:2\",\"versions\":1,\"contentType\":\"t\","
                + "\"value\":\"x\"}],\"next\":null}"));
        assertThat(session.entries("p/", PageRequest.first().after("p/a")))
                .isEqualTo(new Page<>(
                        List.of(new Entry(Key.of("p/b"), Value.of("t", bytes("x")), "d:2", 1, Optional.empty())),
                        Optional.empty()));
        assertThat(last().line()).isEqualTo("GET /v1/kv?prefix=p%2F&limit=100&after=p%2Fa&values=true");
    }

    @Test
    void writesBatches() throws IOException {
        reply(Reply.json("{\"version\":\"d:9\"}"));
        Receipt receipt = session.write(
                new Batch()
                        .put(KEY, ONE, WriteOptions.none().ifMatch("d:1").expiresIn(Duration.ofSeconds(9)))
                        .put(
                                Key.field("m", "f"),
                                Value.bytes(new byte[] {0}),
                                WriteOptions.none().ifAbsent())
                        .delete(Key.of("b"), WriteOptions.none().ifPresent())
                        .addElement("s", "e")
                        .removeElement("s", "f")
                        .addToCounter("c", -3),
                WriteOptions.none().minReplicas(2, Duration.ofSeconds(1)));
        assertThat(receipt.version()).contains("d:9");
        assertThat(last().line()).isEqualTo("POST /v1/batch/write");
        assertThat(last().header("Min-Replicas")).contains("2");
        var json = new ObjectMapper();
        assertThat(json.readTree(last().body())).isEqualTo(json.readTree("""
                {"mutations":[
                 {"key":"a","valueBase64":"MQ==","contentType":"text/plain;charset=UTF-8","ifMatch":"d:1","expiresIn":9},
                 {"map":"m","field":"f","valueBase64":"AA==","contentType":"application/octet-stream","ifNoneMatch":"*"},
                 {"key":"b","delete":true,"ifMatch":"*"},
                 {"set":"s","element":"e"},
                 {"set":"s","element":"f","delete":true},
                 {"counter":"c","add":-3}]}"""));
    }

    @Test
    void readsBatchesInTheOrderAskedWithoutThoseThatHaveNoValue() {
        reply(Reply.json("""
                {"entries":[{"key":"b","etag":"d:1","versions":2,"contentType":"t","value":"x"},
                 {"key":"c","versions":0},
                 {"key":"a","etag":"d:2","versions":1,"contentType":"t","value":"y"}]}"""));
        Map<String, Entry> entries = session.read(List.of("b", "c", "a"));
        assertThat(entries.keySet()).containsExactly("b", "a");
        assertThat(entries.values()).extracting(Entry::text).containsExactly("x", "y");
        assertThat(last().body()).isEqualTo("{\"keys\":[\"b\",\"c\",\"a\"]}");
        assertThat(last().header("Idempotency-Key")).isEmpty();
    }

    @Test
    void counts() {
        reply(
                Reply.json("{\"key\":\"c/1\",\"value\":7}"),
                Reply.json("{\"value\":-7}"),
                NO_VALUE,
                Reply.of(204),
                NO_VALUE);
        assertThat(session.addToCounter("c/1", 5)).isEqualTo(7);
        assertThat(last().line()).isEqualTo("POST /v1/counters/c%2F1/add");
        assertThat(last().body()).isEqualTo("{\"delta\":5}");
        assertThat(session.counter("c")).isEqualTo(OptionalLong.of(-7));
        assertThat(session.counter("c")).isEmpty();
        assertThat(session.deleteCounter("c")).isTrue();
        assertThat(last().line()).isEqualTo("DELETE /v1/counters/c");
        assertThat(session.deleteCounter("c")).isFalse();
    }

    @Test
    void keepsSets() {
        reply(
                Reply.of(204),
                Reply.of(204),
                NO_VALUE,
                Reply.of(204),
                NO_VALUE,
                Reply.json("{\"key\":\"s\",\"elements\":[\"a\",\"b\"],\"next\":\"b\"}"));
        assertThat(session.addElement("s", "a/b").enoughReplicas()).isTrue();
        assertThat(last().line()).isEqualTo("PUT /v1/sets/s/elements/a%2Fb");
        assertThat(session.removeElement("s", "..")).isTrue();
        assertThat(last().line()).isEqualTo("DELETE /v1/sets/s/elements/%2E%2E");
        assertThat(session.removeElement("s", "a")).isFalse();
        assertThat(session.hasElement("s", "a")).isTrue();
        assertThat(last().line()).isEqualTo("GET /v1/sets/s/elements/a");
        assertThat(session.hasElement("s", "a")).isFalse();
        assertThat(session.elements("s", PageRequest.first().limit(2).after("0")))
                .isEqualTo(new Page<>(List.of("a", "b"), Optional.of("b")));
        assertThat(last().line()).isEqualTo("GET /v1/sets/s?limit=2&after=0");
    }

    @Test
    void keepsMaps() {
        reply(
                Reply.json(
                        "{\"key\":\"m\",\"fields\":[{\"field\":\"f\",\"etag\":\"d:1\",\"versions\":1,\"contentType\":\"t\",\"value\":\"x\"}]}"));
        assertThat(session.fields("m", PageRequest.first()))
                .isEqualTo(new Page<>(
                        List.of(new Entry(Key.field("m", "f"), Value.of("t", bytes("x")), "d:1", 1, Optional.empty())),
                        Optional.empty()));
        assertThat(last().line()).isEqualTo("GET /v1/maps/m?limit=100");
    }

    @Test
    void tellsOfTheCluster() {
        reply(Reply.json("{\"clusterId\":\"x\"}"));
        assertThat(client.cluster().path("clusterId").asText()).isEqualTo("x");
        assertThat(last().line()).isEqualTo("GET /v1/cluster");
        site.members("{\"members\":[{\"name\":\"node0\",\"url\":\"http://h:1\"}]}");
        assertThat(client.members()).containsExactly(new Member("node0", URI.create("http://h:1")));
    }

    @ParameterizedTest
    @CsvSource({
        "412, condition-failed",
        "413, value-too-large",
        "409, too-many-siblings",
        "409, counter-overflow",
        "410, writes-lost",
        "400, invalid-token",
        "400, key-too-long",
        "422, idempotency-key-reused",
        "404, ''",
        "429, ''"
    })
    void refusalsAreTypedCarryTheProblemAndAreNotRepeated(int status, String name) {
        Class<? extends RefusedException> type =
                switch (name) {
                    case "condition-failed" -> ConditionFailedException.class;
                    case "value-too-large" -> ValueTooLargeException.class;
                    case "too-many-siblings" -> TooManySiblingsException.class;
                    case "counter-overflow" -> CounterOverflowException.class;
                    case "writes-lost" -> WritesLostException.class;
                    default -> InvalidRequestException.class;
                };
        reply(name.isEmpty() ? new Reply(status, Map.of(), "no JSON") : Reply.problem(status, name, "\"limit\":64"));
        assertThatThrownBy(() -> session.put("a", "1"))
                .isExactlyInstanceOf(type)
                .satisfies(failure -> {
                    var problem = ((RefusedException) failure).problem();
                    assertThat(problem.status()).isEqualTo(status);
                    assertThat(problem.name()).isEqualTo(name);
                    assertThat(problem.document().path("limit").asInt()).isEqualTo(name.isEmpty() ? 0 : 64);
                });
        assertThat(site.heard()).hasSize(1);
    }

    @Test
    void anAnswerThatNoReplicaWouldGiveIsNoValue() {
        reply(Reply.json("{}"), Reply.of(302), Reply.json("{\"value\":\"7\"}"), Reply.json("nonsense"));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> session.counter("c")).isInstanceOf(UnexpectedAnswerException.class);
        }
    }

    @Test
    void whatCannotBeAskedForIsNotSent() {
        assertThatThrownBy(() -> session.get("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.get("\uD83D")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.read(List.of("\uD83D"))).isInstanceOf(IllegalArgumentException.class);
        var batch = new Batch();
        var expiring = WriteOptions.none().expiresIn(Duration.ofSeconds(1));
        assertThatThrownBy(() -> session.write(batch, expiring)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.delete(KEY, expiring)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WriteOptions.none().expiresIn(Duration.ofMillis(1500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WriteOptions.none().minReplicas(1, Duration.ofSeconds(31)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CausalGridClient.builder(URI.create("127.0.0.1:5000")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(site.heard()).isEmpty();
    }

    private void reply(Reply... replies) {
        for (Reply reply : replies) {
            site.then(answer(reply));
        }
    }

    private Incoming last() {
        return site.heard().getLast();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
