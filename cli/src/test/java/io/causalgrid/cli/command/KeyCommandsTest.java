package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.cli.command.Shell.Outcome;
import io.causalgrid.cli.standin.FakeStore;
import io.causalgrid.cli.standin.FakeStore.Heard;
import io.causalgrid.cli.standin.FakeStore.Stored;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on keys and counters: what they send, print and exit with. */
class KeyCommandsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private FakeStore store;

    @BeforeEach
    void aStore() throws IOException {
        store = new FakeStore();
    }

    @AfterEach
    void isGone() {
        store.close();
    }

    @Test
    void putGivesAKeyATextAndPrintsItsVersion() throws IOException {
        Outcome text = run("put", "a/b ä", "hello");
        JsonNode json = run("put", "a/b ä", "again", "--json").json();

        assertThat(text).isEqualTo(new Outcome(0, "node0~0a1b:1\n", ""));
        assertThat(json).hasToString("{\"key\":\"a/b ä\",\"version\":\"node0~0a1b:2\",\"enoughReplicas\":true}");
        assertThat(stored("a/b ä").text()).isEqualTo("again");
        assertThat(stored("a/b ä").type()).isEqualTo("text/plain;charset=UTF-8");
    }

    @Test
    void putTakesItsValueFromAFileOrFromStandardInput() throws IOException {
        Path file = Files.write(directory.resolve("value"), new byte[] {0, (byte) 0xff});

        run("put", "a", "--file", file.toString());
        shell().runWith("<b/>", "kv", "put", "b", "-", "--content-type", "text/xml", "--server", server());

        assertThat(stored("a").base64()).isEqualTo("AP8=");
        assertThat(stored("a").type()).isEqualTo("application/octet-stream");
        assertThat(stored("b").text()).isEqualTo("<b/>");
        assertThat(stored("b").type()).isEqualTo("text/xml");
    }

    @Test
    void conditionsAndExpiryAreSentAsTheStoreReadsThem() {
        run("put", "a", "1", "--if-absent", "--expires-in", "60");
        run("put", "a", "2", "--if-match", "node0~0a1b:1");

        assertThat(stored("a").text()).isEqualTo("2");
        assertThat(store.heard()).extracting(Heard::condition).containsExactly("*", "\"node0~0a1b:1\"");
    }

    @Test
    void aConditionThatDoesNotHoldIsAFailureThatSaysSo() throws IOException {
        run("put", "a", "1");

        Outcome text = run("put", "a", "2", "--if-absent");
        Outcome json = run("delete", "a", "--if-match", "node1~1:1", "--json");

        assertThat(text).isEqualTo(new Outcome(1, "", "Failed: The store refuses: 412 condition-failed: so it is\n"));
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json().path("problem").path("type").asText())
                .isEqualTo("urn:causalgrid:problem:condition-failed");
        assertThat(stored("a").text()).isEqualTo("1");
    }

    @Test
    void tooFewReplicasHaveAnExitCodeOfTheirOwn() throws IOException {
        assertThat(run("put", "a", "1", "--min-replicas", "3", "--wait", "0").exitCode())
                .isZero();
        store.replicas(1);

        Outcome outcome = run("put", "a", "2", "--min-replicas", "2", "--json");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.json().path("replicas").asInt()).isEqualTo(1);
        assertThat(outcome.json().path("enoughReplicas").asBoolean(true)).isFalse();
        assertThat(outcome.err()).contains("held by only 1");
    }

    @Test
    void getPrintsTheBytesAndNothingElse() throws IOException {
        run("put", "a", "no end of line");

        assertThat(run("get", "a")).isEqualTo(new Outcome(0, "no end of line", ""));
        assertThat(run("get", "a", "--output", "json").json()).hasToString("""
                {"key":"a","etag":"node0~0a1b:1","versions":1,"contentType":"text/plain;charset=UTF-8",\
                "value":"no end of line"}""");
    }

    @Test
    void bytesThatAreNoTextAreBase64InJson() throws IOException {
        run(
                "put",
                "a",
                "--file",
                Files.write(directory.resolve("v"), new byte[] {(byte) 0xc3, 0x28})
                        .toString());

        assertThat(run("get", "a", "--json").json().path("valueBase64").asText())
                .isEqualTo("wyg=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "versions", "delete"})
    void aKeyWithoutAValueHasAnExitCodeOfItsOwn(String command) throws IOException {
        Outcome text = run(command, "nothing");
        Outcome json = run(command, "nothing", "--json");

        assertThat(text).isEqualTo(new Outcome(3, "", "Failed: There is no value under 'nothing'.\n"));
        assertThat(json.exitCode()).isEqualTo(3);
        assertThat(json.json().path("error").asText()).contains("nothing");
    }

    @Test
    void versionsAreATable() {
        run("put", "a", "line\nend");

        Outcome outcome = run("versions", "a");

        assertThat(outcome.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("etag node0~0a1b:1"),
                        line -> assertThat(line).matches("VERSION +WRITTEN +EXPIRES +TYPE +VALUE"),
                        line -> assertThat(line)
                                .matches("node0~0a1b:1 +2026-01-01T00:00:00Z +- +text/plain;charset=UTF-8 +"
                                        + "line\\\\u000aend"));
    }

    @Test
    void deleteTakesTheValueAway() {
        run("put", "a", "1");

        assertThat(run("delete", "a").exitCode()).isZero();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void listGoesThroughAllPages() throws IOException {
        for (int key = 10; key < 17; key++) {
            run("put", "k" + key, "v" + key);
        }
        run("put", "other", "1");
        store.pageMax(3);

        Outcome text = run("list", "k");
        Outcome limited = run("list", "--limit", "4", "--values");
        List<JsonNode> json = lines(run("list", "k", "--json"));

        assertThat(text.out().lines()).hasSize(8).last().asString().matches("k16 +1 +node0~0a1b:7");
        assertThat(limited.out().lines()).hasSize(5).last().asString().endsWith("v13");
        assertThat(json).hasSize(7);
        assertThat(json.getFirst()).hasToString("{\"key\":\"k10\",\"etag\":\"node0~0a1b:1\",\"versions\":1}");
    }

    @Test
    void aBatchIsReadAsADocumentOrLineByLine() throws IOException {
        Path document = Files.writeString(directory.resolve("batch"), """
                {"mutations":[{"key":"a","value":"1"},{"key":"b","valueBase64":"AP8=","expiresIn":60}]}""");

        Outcome first = run("batch", document.toString());
        Outcome second = shell().runWith(
                        "{\"key\":\"a\",\"delete\":true}\n{\"counter\":\"c\",\"add\":5}\n",
                        "kv",
                        "batch",
                        "-",
                        "--server",
                        server(),
                        "--json");

        assertThat(first).isEqualTo(new Outcome(0, "node0~0a1b:1\n", ""));
        assertThat(second.json().path("version").asText()).isEqualTo("node0~0a1b:2");
        assertThat(store.keys()).containsOnlyKeys("b");
        assertThat(stored("b").expiresIn()).isEqualTo("60");
        assertThat(run("counter", "get", "c").out()).isEqualTo("5\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"a\",\"value\":\"1\",\"vaule\":\"2\"}",
                "{\"key\":\"a\"}",
                "{\"key\":\"a\",\"key\":\"b\",\"value\":\"1\"}",
                "{\"key\":\"a\",\"value\":\"\\ud800\"}",
                "{\"key\":\"a\",\"value\":\"1\",\"expiresIn\":0}",
                "{\"counter\":\"a\"}",
                "nonsense",
                ""
            })
    void aBatchThatIsNotOneIsNotSent(String mutation) {
        Outcome outcome = shell().runWith(mutation, "kv", "batch", "-", "--server", server());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("Failed: ").hasLineCount(1);
        assertThat(store.heard()).isEmpty();
    }

    @Test
    void countersAreAddedToReadAndDeleted() throws IOException {
        assertThat(run("counter", "add", "hits", "7")).isEqualTo(new Outcome(0, "7\n", ""));
        assertThat(run("counter", "add", "hits", "-9", "--json").json())
                .hasToString("{\"counter\":\"hits\",\"value\":-2}");
        assertThat(run("counter", "delete", "hits").exitCode()).isZero();
        assertThat(run("counter", "get", "hits"))
                .isEqualTo(new Outcome(3, "", "Failed: There is no counter 'hits'.\n"));
    }

    @Test
    void theTokenFileCarriesTheSessionOn() throws IOException {
        Path file = directory.resolve("token");

        run("put", "a", "1", "--token-file", file.toString());
        String afterPut = Files.readString(file);
        run("get", "nothing", "--token-file", file.toString());
        run("put", "b", "1", "--token-file", file.toString());

        assertThat(afterPut).isEqualTo("t1\n");
        assertThat(store.heard()).extracting(Heard::token).containsExactly("", "t1", "t1");
        assertThat(file).hasContent("t2");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anotherReplicaIsAskedWhenTheFirstDoesNotAnswer() throws IOException {
        URI nowhere;
        try (FakeStore gone = new FakeStore()) {
            nowhere = gone.url();
        }

        Outcome outcome = shell().run("kv", "put", "a", "1", "--server", nowhere + "," + server());

        assertThat(outcome.exitCode()).isZero();
        assertThat(stored("a").text()).isEqualTo("1");
    }

    @Test
    void whereNobodyAnswersOneLineSaysWhoWasAsked() {
        store.close();

        Outcome outcome = run("get", "a", "--timeout", "1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("Failed: ")
                .contains(server(), "cannot be reached")
                .hasLineCount(1);
    }

    @Test
    void watchPrintsALineForEachChange() {
        store.events(stream());

        Outcome outcome = run("watch", "s/", "--from", "beginning", "--limit", "1");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("""
                        = s/a  text/plain  0
                        2026-01-01T00:00:00Z  + s/a  text/plain  1
                        2026-01-01T00:00:00Z  - s/b
                        """);
        assertThat(store.heard()).extracting(Heard::line).containsExactly("GET /v1/watch?prefix=s%2F&from=beginning");
    }

    @Test
    void watchPrintsALineForEachEventAsJsonAndKeepsItsToken() throws IOException {
        store.events(stream());
        Path file = directory.resolve("token");

        Outcome outcome = run("watch", "--limit", "1", "--json", "--token-file", file.toString());
        run("watch", "--limit", "1", "--token-file", file.toString());

        assertThat(lines(outcome))
                .extracting(line -> line.path("event").asText())
                .containsExactly("state", "ready", "change");
        assertThat(lines(outcome).getLast()).hasToString("""
                {"event":"change","version":"node0~0a1b:9","timestamp":"2026-01-01T00:00:00Z","token":"t9",\
                "changes":[{"key":"s/a","contentType":"text/plain","value":"1"},{"key":"s/b","deleted":true}]}""");
        assertThat(store.heard()).extracting(Heard::token).containsExactly("", "t9");
    }

    @Test
    void statusIsATableForPeopleAndTheDocumentForScripts() throws IOException {
        Outcome text = run("status");

        assertThat(text.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("node0 of causalgrid: ready, 2 keys, 1,234 records"),
                        line -> assertThat(line).matches("MEMBER +WRITES +BEHIND +DIGEST +HEARD +LINK"),
                        line -> assertThat(line).matches("node0 +7 +0 +00ff +itself +itself, ready"),
                        line -> assertThat(line).matches("node1 +5 +3 +11ee +0\\.4 s ago +cut"));
        assertThat(run("status", "--json").json().path("site").asText()).isEqualTo("node0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put",
                "get",
                "versions",
                "delete",
                "list",
                "watch",
                "batch",
                "counter",
                "counter add",
                "counter get",
                "counter delete",
                "export",
                "import",
                "status"
            })
    void everyCommandHasHelp(String command) {
        Outcome outcome = shell().run(("kv " + command + " --help").split(" ", -1));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("Usage: ./causalgrid kv " + command)
                .contains("--server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put a",
                "put a 1 --file x",
                "put a 1 --if-absent --if-match *",
                "put a 1 --expires-in 0",
                "put a 1 --expires-in 400000000",
                "put a 1 --wait 3",
                "put a 1 --min-replicas 0",
                "put a 1 --min-replicas 2 --wait 31",
                "get",
                "list --limit 0",
                "counter add c",
                "counter add c 0",
                "counter add c five",
                "export",
                "export --page 0 x",
                "export --resume -",
                "import --from-line 0 x"
            })
    void whatIsNotUnderstoodExitsWithTwo(String line) {
        Outcome outcome = run(line.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isNotEmpty();
        assertThat(store.heard()).isEmpty();
    }

    @Test
    void anEmptyKeyIsNotUnderstood() {
        assertThat(run("get", "").exitCode()).isEqualTo(2);
    }

    private static String stream() {
        return """
                event: state
                data: {"changes":[{"key":"s/a","contentType":"text/plain","value":"0"}]}

                id: t8
                event: ready
                data: {}

                id: t9
                event: change
                data: {"version":"node0~0a1b:9","timestamp":"2026-01-01T00:00:00Z","changes":[\
                {"key":"s/a","contentType":"text/plain","value":"1"},{"key":"s/b","deleted":true}]}

                """;
    }

    private static List<JsonNode> lines(Outcome outcome) throws IOException {
        try (var documents = JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(outcome.out().getBytes(StandardCharsets.UTF_8))) {
            return documents.readAll();
        }
    }

    private Stored stored(String key) {
        return store.stored(key);
    }

    private Outcome run(String... arguments) {
        return shell().run(Stream.of(List.of("kv"), List.of(arguments), List.of("--server", server()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private String server() {
        return store.url().toString();
    }

    private Shell shell() {
        return new Shell(directory, directory.resolve(".causalgrid"));
    }
}
