package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.command.Shell.Outcome;
import io.causalgrid.cli.standin.FakeGrid;
import io.causalgrid.cli.standin.FakeReplicas;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvCommandTest {

    @TempDir
    private Path directory;

    private FakeReplicas replicas;

    @BeforeEach
    void aCluster() throws IOException {
        replicas = new FakeReplicas(Map.of(), 0, 0, 0);
    }

    @AfterEach
    void isGone() {
        replicas.close();
    }

    @Test
    void theMembersAreATableForPeople() {
        Outcome outcome = run("members");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("As node0 (incarnation 0a1b2c3d) of causalgrid sees it:"),
                        line -> assertThat(line).matches("NAME +URL +BEHIND +HEARD +STATE"),
                        line -> assertThat(line).matches("node0 +" + url(0) + " +0 +itself +ready"),
                        line -> assertThat(line).matches("node1 +" + url(1) + " +7 +0\\.4 s ago +connected"),
                        line -> assertThat(line).matches("node2 +" + url(2) + " +7 +0\\.4 s ago +connected"));
    }

    @Test
    void theMembersAreAnArrayForScripts() throws IOException {
        JsonNode members = run("members", "--output", "json").json();

        assertThat(members).hasSize(3);
        assertThat(members.get(0)).hasToString("""
                {"name":"node0","url":"%s","self":true,"incarnation":"0a1b2c3d","state":"ready","behind":0,\
                "heardMillisAgo":0}""".formatted(url(0)));
        assertThat(members.get(1)).hasToString("""
                {"name":"node1","url":"%s","self":false,"incarnation":null,"state":"connected","behind":7,\
                "heardMillisAgo":400}""".formatted(url(1)));
    }

    @Test
    void whoeverJoinsIsAmongTheMembersShown() {
        Outcome outcome = run("members", "add", "node3", "http://127.0.0.1:5003");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines().reduce((_, last) -> last).orElseThrow())
                .matches("node3 +http://127\\.0\\.0\\.1:5003 +\\? +never +backing-off");
    }

    @Test
    void whoeverLeavesIsNotShownAnyMore() throws IOException {
        Outcome outcome = run("members", "remove", "node2", "--output", "json");

        assertThat(outcome.json().findValuesAsText("name")).containsExactly("node0", "node1");
    }

    @Test
    void whileAnotherChangeIsUnderWayTheNextOneIsTriedAgain() {
        replicas.refuseChanges(2);

        Outcome outcome = run("members", "add", "node3", "http://127.0.0.1:5003");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo("Another change of the members is under way; waiting until all have heard of it\n");
        assertThat(outcome.out()).contains("node3");
    }

    @Test
    void aRefusalIsOneLineThatSaysWhy() throws IOException {
        Outcome text = run("members", "remove", "node9");
        Outcome json = run("members", "remove", "node9", "--output", "json");

        assertThat(text)
                .isEqualTo(new Outcome(
                        1, "", "Failed: " + url(0) + " answers 404 unknown-member: There is no member 'node9'.\n"));
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json().path("error").asText()).contains("There is no member 'node9'.");
    }

    @Test
    void aBackupIsNamedWithWhatIsInIt() throws IOException {
        Outcome text = run("backup", "--name", "before-the-upgrade");
        Outcome json = run("backup", "--output", "json");

        assertThat(text)
                .isEqualTo(new Outcome(0, "/backups/before-the-upgrade\n  2 keys, 3 writes, digest 00ff\n", ""));
        assertThat(json.json().path("path").asText()).isEqualTo("/backups/at-some-time");
        assertThat(json.json().path("vector").path("node0~a").asLong()).isEqualTo(2);
    }

    @Test
    void aBackupDoesNotReplaceAnother() {
        run("backup", "--name", "once");

        Outcome outcome = run("backup", "--name", "once");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("409 backup-failed: there is something at /backups/once already.");
    }

    @Test
    void whereNobodyListensItIsSaidWhichServerWasAsked() {
        replicas.close();

        Outcome outcome = run("members");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("Failed: " + url(0) + " cannot be reached")
                .hasLineCount(1);
    }

    @Test
    void aServerThatIsNoReplicaIsRecognised() throws IOException {
        try (FakeGrid grid = new FakeGrid(0)) {
            Outcome outcome =
                    shell().run("kv", "members", "--server", grid.gateway().toString());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains("404")
                    .contains("no replica of the store")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv", "kv members", "kv members add", "kv members remove", "kv backup"})
    void everyCommandHasHelp(String command) {
        Outcome outcome = shell().run((command + " --help").split(" ", -1));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Usage: ./causalgrid " + command).contains("--server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv",
                "kv members add node3",
                "kv members remove",
                "kv members --server 127.0.0.1:5000",
                "kv backup --output xml"
            })
    void whatIsNotUnderstoodExitsWithTwo(String line) {
        Outcome outcome = shell().run(line.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isNotEmpty();
    }

    private Outcome run(String... arguments) {
        return shell().run(Stream.of(List.of("kv"), List.of(arguments), List.of("--server", url(0).toString()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private URI url(int replica) {
        return replicas.urls().get(replica);
    }

    private Shell shell() {
        return new Shell(directory, directory.resolve(".causalgrid"));
    }
}
