package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.command.Shell.Outcome;
import io.causalgrid.cli.standin.FakeStore;
import io.causalgrid.cli.standin.FakeStore.Heard;
import io.causalgrid.cli.standin.FakeStore.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported comes back as it was, in spite of interruptions. */
class ExportImportTest {

    @TempDir
    private Path directory;

    private FakeStore store;
    private Path file = Path.of("");

    @BeforeEach
    void aStore() throws IOException {
        store = new FakeStore();
        file = directory.resolve("export");
    }

    @AfterEach
    void isGone() {
        store.close();
    }

    @Test
    void oddKeysAndValuesComeBackAsTheyWere() throws IOException {
        for (String key : List.of("a b", "ä/€/😀", "..", "%2F", "quote\"back\\slash", "new\nline", "+", "\u0001")) {
            run("put", key, "text of " + key);
        }
        run("put", "empty", "");
        run(
                "put",
                "bytes",
                "--file",
                Files.write(directory.resolve("b"), new byte[] {0, -1, 10, 13}).toString());
        run("put", "json", "{\"a\":[1,\n2]}", "--content-type", "application/json");
        Map<String, Stored> before = store.keys();
        store.pageMax(2);

        Outcome exported = run("export", file.toString());
        before.keySet().forEach(key -> run("delete", key));
        Outcome imported = run("import", file.toString());

        assertThat(exported.out()).startsWith("Exported 11 keys (").endsWith(" to " + file + "\n");
        assertThat(imported).isEqualTo(new Outcome(0, "Imported 11 keys\n", ""));
        assertThat(contents(store.keys())).isEqualTo(contents(before));
    }

    @Test
    void aPrefixIsExportedThroughPipes() throws IOException {
        run("put", "s/a", "1");
        run("put", "t/a", "2");

        Outcome exported = run("export", "s/", "-");
        run("delete", "s/a");
        Outcome imported = shell().runWith(exported.out(), "kv", "import", "-", "--json", "--server", server());

        assertThat(exported.out())
                .isEqualTo("{\"key\":\"s/a\",\"contentType\":\"text/plain;charset=UTF-8\",\"value\":\"1\"}\n");
        assertThat(exported.err()).startsWith("Exported 1 key (");
        assertThat(imported.json()).hasToString("{\"keys\":1,\"expired\":0}");
        assertThat(store.stored("s/a").text()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 75, 76, 77, 200})
    void anExportThatWasCutAnywhereGoesOn(int bytes) throws IOException {
        for (int key = 0; key < 5; key++) {
            run("put", "k" + key, "v" + key);
        }
        run("export", file.toString());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, bytes));

        Outcome resumed = run("export", "--resume", file.toString(), "--json");

        assertThat(resumed.exitCode()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        int linesKept =
                (int) IntStream.range(0, bytes).filter(at -> whole[at] == '\n').count();
        assertThat(resumed.json().path("keys").asInt()).isEqualTo(5 - linesKept);
    }

    @Test
    void anExportReplacesNoFileAndGoesOnWithNoOther() throws IOException {
        run("put", "a", "1");
        run("export", file.toString());

        Outcome again = run("export", file.toString());
        Outcome other = run("export", "--resume", "b", file.toString());
        Outcome none = run(
                "export",
                "--resume",
                Files.writeString(directory.resolve("x"), "hello\n").toString());

        assertThat(again).isEqualTo(new Outcome(1, "", "Failed: There is something at " + file + " already\n"));
        assertThat(other.err()).contains("it is another export");
        assertThat(none.err()).contains("is not one of an export");
        assertThat(directory.resolve("x")).hasContent("hello");
    }

    @Test
    void manyKeysGoInBatches() throws IOException {
        write(IntStream.range(0, 2500).mapToObj(key -> line("k" + key, "v")));

        Outcome outcome = run("import", file.toString());

        assertThat(outcome.out()).isEqualTo("Imported 2,500 keys\n");
        assertThat(store.keys()).hasSize(2500);
        assertThat(ids()).hasSize(3).doesNotHaveDuplicates();
        assertThat(progress()).doesNotExist();
    }

    @Test
    void largeValuesGoInSmallerBatchesAndAKeyAgainInTheNext() throws IOException {
        String large = "x".repeat(2_000_000);
        write(Stream.of(line("a", large), line("b", large), line("c", "1"), line("c", "2"), line("d", "1")));

        run("import", file.toString());

        assertThat(ids()).extracting(id -> id.replaceAll(".*:", "")).containsExactly("1-1", "2-3", "4-5");
        assertThat(store.stored("c").text()).isEqualTo("2");
    }

    @Test
    void anInterruptedImportGoesOnUnderTheSameIds() throws IOException {
        write(IntStream.range(0, 2500).mapToObj(key -> line("k" + key, "v")));
        store.refuseAfter(1);

        Outcome interrupted = run("import", file.toString());
        store.accept();
        Outcome resumed = run("import", file.toString());

        assertThat(interrupted.exitCode()).isEqualTo(1);
        assertThat(interrupted.err())
                .contains("Imported up to line 1000\n")
                .contains("Failed: Lines 1001 to 2000: The store refuses: 413 value-too-large");
        assertThat(resumed.err()).startsWith("Going on after line 1000");
        assertThat(resumed.out()).isEqualTo("Imported 1,500 keys\n");
        assertThat(store.keys()).hasSize(2500);
        assertThat(ids()).hasSize(4);
        assertThat(ids().get(2)).isEqualTo(ids().get(1)).endsWith(":1001-2000");
        assertThat(progress()).doesNotExist();
    }

    @Test
    void aFileThatHasChangedIsNotGoneOnWith() throws IOException {
        write(IntStream.range(0, 1500).mapToObj(key -> line("k" + key, "v")));
        store.refuseAfter(1);
        run("import", file.toString());
        store.accept();
        Files.writeString(file, line("more", "v") + "\n", StandardOpenOption.APPEND);

        Outcome refused = run("import", file.toString());
        Outcome forced = run("import", file.toString(), "--from-line", "1001");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("not as long as it was");
        assertThat(forced.out()).isEqualTo("Imported 501 keys\n");
        assertThat(store.keys()).hasSize(1501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"key\":\"x\"",
                "{\"key\":\"x\",\"value\":\"1\"} {}",
                "{\"key\":\"x\",\"value\":\"1\",\"valueBase64\":\"AA==\"}",
                "{\"key\":\"x\",\"valueBase64\":\"?\"}",
                "{\"key\":\"x\",\"value\":1}",
                "{\"key\":\"\",\"value\":\"1\"}",
                "{\"key\":\"x\",\"value\":\"1\",\"expires\":\"2036-01-01T00:00:00Z\"}",
                "{\"key\":\"x\",\"value\":\"1\",\"expiresAt\":\"soon\"}",
                "[]"
            })
    void aBadLineIsNamedAndNothingOfItsBatchIsWritten(String bad) throws IOException {
        write(Stream.concat(
                IntStream.range(0, 1500).mapToObj(key -> line("k" + key, "v")), Stream.of(bad, line("z", "v"))));

        Outcome outcome = run("import", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("Imported up to line 1000\nFailed: Line 1501 is not one of an export: ")
                .hasLineCount(2);
        assertThat(store.keys()).hasSize(1000);
    }

    @Test
    void bytesThatAreNotUtf8AreABadLine() throws IOException {
        Files.write(file, new byte[] {'{', '"', 'k', 'e', 'y', '"', ':', '"', (byte) 0xc3, '(', '"', '}', '\n'});

        assertThat(run("import", file.toString()).err()).contains("Line 1 is not one of an export: not JSON");
    }

    @Test
    void blankLinesAndTheLastLinesMissingEndDoNoHarm() throws IOException {
        Files.writeString(file, line("a", "1") + "\r\n\n" + line("b", "2"));

        assertThat(run("import", file.toString()).out()).isEqualTo("Imported 2 keys\n");
    }

    @Test
    void aValueKeepsWhatIsLeftOfItsTimeAndIsLeftOutAfterIt() throws IOException {
        Instant later = Instant.now().plusSeconds(1000);
        write(Stream.of(
                "{\"key\":\"a\",\"value\":\"1\",\"expiresAt\":\"" + later + "\"}",
                "{\"key\":\"b\",\"value\":\"1\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}"));

        Outcome outcome = run("import", file.toString());

        assertThat(outcome.out()).isEqualTo("Imported 1 key; left out 1 key whose time is over\n");
        assertThat(Integer.parseInt(store.stored("a").expiresIn())).isBetween(1, 1000);
        assertThat(store.keys()).doesNotContainKey("b");
        assertThat(ids().getFirst()).contains("@"); // when it is sent again, less is left
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(run("import", file.toString()))
                .isEqualTo(new Outcome(1, "", "Failed: There is no file " + file + "\n"));
    }

    private Path progress() {
        return directory.resolve("export.progress");
    }

    private void write(Stream<String> lines) throws IOException {
        Files.writeString(file, lines.collect(Collectors.joining("\n", "", "\n")));
    }

    private static String line(String key, String value) {
        return "{\"key\":\"" + key + "\",\"contentType\":\"text/plain\",\"value\":\"" + value + "\"}";
    }

    private List<String> ids() {
        return store.heard().stream()
                .filter(request -> request.line().endsWith("/v1/batch/write"))
                .map(Heard::id)
                .toList();
    }

    /** Type and bytes of each, without the versions, which are new. */
    private static Map<String, String> contents(Map<String, Stored> keys) {
        return keys.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry ->
                                entry.getValue().type() + " " + entry.getValue().base64()));
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
