package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterListener;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.Ports;
import io.causalgrid.cli.command.Shell.Outcome;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.standin.StandInRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("processes") // starts stand-in processes: not for test --quick
class CommandLineTest {

    @TempDir
    private Path directory;

    private Path root = Path.of("");
    private Path state = Path.of("");

    @BeforeEach
    void aRepository() throws IOException {
        root = StandInRepository.in(Files.createDirectory(directory.resolve("repository")));
        state = root.resolve(".causalgrid");
    }

    @AfterEach
    void nothingIsLeftRunning() {
        LocalCluster.existing(state, ClusterListener.SILENT).ifPresent(LocalCluster::close);
    }

    @Test
    void upPrintsTheAddressesAndUpAgainIsHarmless() throws IOException {
        Outcome first = up();
        List<Integer> pids = pids();

        Outcome second = run("up");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("CausalGrid is up.").contains("Dashboard    http://127.0.0.1:");
        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("node0 is running already");
        assertThat(pids()).isEqualTo(pids);
    }

    @Test
    void statusAsJsonIsExactlyTheArrayScriptsRead() throws IOException {
        up();
        run("kill", "node1");

        JsonNode status = run("status", "--output", "json").json();

        assertThat(status).hasSize(8);
        assertThat(status.get(0).fieldNames()).toIterable().containsExactly("name", "role", "pid", "url", "state");
        assertThat(status.get(0).path("name").asText()).isEqualTo("node0");
        assertThat(status.get(0).path("role").asText()).isEqualTo("replica");
        assertThat(status.get(0).path("pid").isIntegralNumber()).isTrue();
        assertThat(status.get(0).path("url").asText()).startsWith("http://127.0.0.1:");
        assertThat(status.get(0).path("state").asText()).isEqualTo("ready");
        assertThat(status.get(1).path("pid").isNull()).isTrue();
        assertThat(status.get(1).path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void aProcessIsStoppedAndStartedByName() throws IOException {
        up();

        assertThat(run("stop", "substation2").exitCode()).isZero();
        assertThat(stateOf("substation2")).isEqualTo("stopped");

        assertThat(run("start", "substation2").exitCode()).isZero();
        assertThat(stateOf("substation2")).isEqualTo("ready");
    }

    @Test
    void downStopsEverythingAndAgainIsHarmless() throws IOException {
        up();

        assertThat(run("down").out()).contains("Stopped.");

        assertThat(run("status", "--output", "json").json())
                .allSatisfy(
                        process -> assertThat(process.path("state").asText()).isEqualTo("stopped"));
        assertThat(run("down")).isEqualTo(new Outcome(0, "Nothing is running.\n", ""));
    }

    @Test
    void otherSettingsThanTheRunningClustersAreRefused() throws IOException {
        up();

        Outcome outcome = run("up", "--replicas", "5");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("A cluster with other settings is running");
    }

    @Test
    void freshStartsWithEmptyData() throws IOException {
        up();
        Path data = state.resolve("data/node0");
        Files.writeString(data.resolve("kept"), "from before");
        Path backup = Files.createDirectories(state.resolve("backups/node0/monday"));
        List<String> again = new ArrayList<>(upArguments());
        again.add("--fresh");

        Outcome outcome = run(again.toArray(String[]::new));

        assertThat(outcome.exitCode()).isZero();
        assertThat(data.resolve("starts")).hasContent("one more");
        assertThat(data.resolve("kept")).doesNotExist();
        assertThat(backup).exists();
    }

    @Test
    void aSpareReplicaIsShownByUpAndStaysOneOverDownAndUp() throws IOException {
        List<String> first = new ArrayList<>(upArguments());
        first.add("--spare-replicas=1");
        Outcome up = run(first.toArray(String[]::new));
        assertThat(up.out()).containsPattern("Spare +http://127.0.0.1:\\d+, when started: ./causalgrid start node3");
        run("down");

        up();

        assertThat(stateOf("node2")).isEqualTo("ready");
        assertThat(stateOf("node3")).isEqualTo("stopped");
    }

    @Test
    void startSaysHowASpareReplicaJoins() {
        ClusterConfig config = ClusterConfig.in(root)
                .only(Set.of(Role.REPLICA))
                .replicas(1)
                .spareReplicas(1)
                .setting("node1", "standin.mode", "outside")
                .freePorts(new SplittableRandom())
                .build();
        String url = LocalCluster.create(config, state).process("node1").url().toString();
        run("start", "node0");

        Outcome start = run("start", "node1");

        assertThat(start.exitCode()).isZero();
        assertThat(start.err()).contains("To let it join: ./causalgrid kv members add node1 " + url);
    }

    @Test
    void theStoreIsAskedAtTheFirstReplicaThatIsReady() {
        up();
        run("kill", "node0");

        assertThat(run("kv", "members").out()).startsWith("As node1 ");
    }

    @Test
    void aNewBuildDoesNotTouchTheRunningClusterAndIsSaidToExist() throws IOException {
        up();
        Files.writeString(root.resolve("dashboard/target/quarkus-app/new-in-this-build"), "");

        Outcome outcome = run("up");

        assertThat(outcome.err()).contains("of an earlier build");
        assertThat(pids()).hasSize(8);
    }

    @Test
    void logsShowTheEndOfALog() throws IOException {
        up();

        assertThat(run("logs", "node0", "-n", "1").out()).startsWith("listening");
        assertThat(run("logs", "node0", "--output", "json").json().path("name").asText())
                .isEqualTo("node0");
    }

    @Test
    void aDemoThatGoesWrongExitsWithOne() throws IOException {
        up(); // stand-ins forget what is written

        Outcome text = run("demo", "causal");
        Outcome json = run("demo", "causal", "--output", "json");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out())
                .contains("expected  {\"status\":\"written\",\"vector_clock\":[1,0,0]}")
                .contains("answered  {\"status\":\"written\",\"vector_clock\":[0,0,0]}  WRONG")
                .contains("Failed: ");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json().path("passed").asBoolean(true)).isFalse();
        assertThat(json.json().path("steps")).hasSize(1);
    }

    @Test
    void aDemoThatCannotBePlayedExitsWithOne() throws IOException {
        up();
        run("kill", "node2");

        Outcome outcome = run("demo", "causal");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("node2 is not running").contains("./causalgrid start node2");
    }

    @Test
    void withNoClusterRunningADemoBringsItsOwnAndTakesItAway() throws IOException {
        Outcome outcome = run("demo", "causal");

        assertThat(outcome.exitCode()).isEqualTo(1); // by stand-ins that forget
        assertThat(outcome.err()).contains("starting one for the demo").contains("node2");
        assertThat(outcome.out()).contains("1. A is written at replica 0");
        assertThat(state).doesNotExist();
    }

    @Test
    void beforeTheFirstUpThereIsNothing() throws IOException {
        assertThat(run("status", "--output", "json").json()).isEmpty();
        assertThat(run("start", "node0").exitCode()).isEqualTo(1);
        assertThat(run("kill", "node0", "--output", "json").json().path("error").asText())
                .contains("./causalgrid up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "start", "stop", "kill", "kv", "demo", "test"})
    void everyCommandHasHelp(String command) {
        Outcome outcome = run(command, "--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Usage: ./causalgrid " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dance", "start", "up --replicas many", "status --output yaml", "demo", "demo salsa"})
    void whatIsNotUnderstoodExitsWithTwo(String line) {
        Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "51"})
    void aNumberOfReplicasThatMakesNoSenseIsRefused(String count) {
        Outcome outcome = run("up", "--replicas", count);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("1 to 50 replicas");
    }

    private Outcome up() {
        Outcome outcome = run(upArguments().toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    private static List<String> upArguments() {
        Ports ports = Ports.free(4, 2, new SplittableRandom());
        return List.of(
                "up",
                "--no-prometheus",
                "--replica-base-port=" + ports.replicaBase(),
                "--substation-base-port=" + ports.substationBase(),
                "--gateway-port=" + ports.gateway(),
                "--balancer-port=" + ports.balancer(),
                "--dashboard-port=" + ports.dashboard());
    }

    private List<Integer> pids() throws IOException {
        return run("status", "--output", "json").json().findValues("pid").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private String stateOf(String name) throws IOException {
        return run("status", "--output", "json")
                .json()
                .valueStream()
                .filter(process -> process.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("state")
                .asText();
    }

    private Outcome run(String... arguments) {
        return new Shell(root, state).run(arguments);
    }
}
