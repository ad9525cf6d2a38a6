package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.Directories;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.demo.DemoListener;
import io.causalgrid.cli.demo.DemoReport;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.terminal.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** Where a demo is played: on the running cluster, or on one made for it. */
record Stage(Workspace workspace, Set<Role> roles) {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(3);

    /** Plays the demo on a cluster that has processes of these roles, prints it, and gives the exit code. */
    static int play(
            Workspace workspace,
            Set<Role> roles,
            Format format,
            BiFunction<LocalCluster, DemoListener, DemoReport> demo) {
        DemoShown shown = new DemoShown(workspace.terminal(), format);
        Stage stage = new Stage(workspace, roles);
        Optional<LocalCluster> running = workspace.cluster().filter(LocalCluster::isRunning);
        DemoReport report = running.isPresent()
                ? demo.apply(stage.ready(running.get()), shown)
                : stage.onItsOwn(cluster -> demo.apply(cluster, shown));
        shown.finished(report);
        return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The processes of these roles that take part; a spare replica does once it serves. */
    static List<ClusterProcess> cast(LocalCluster cluster, Set<Role> roles) {
        Set<String> absent = cluster.status().stream()
                .filter(process ->
                        cluster.config().isSpare(process.name()) && process.state() != ProcessStatus.State.READY)
                .map(ProcessStatus::name)
                .collect(Collectors.toSet());
        return cluster.processes().stream()
                .filter(process -> roles.contains(process.spec().role()) && !absent.contains(process.name()))
                .toList();
    }

    private LocalCluster ready(LocalCluster cluster) {
        Set<String> needed =
                cast(cluster, roles).stream().map(ClusterProcess::name).collect(Collectors.toSet());
        cluster.processes().stream()
                .filter(process -> needed.contains(process.name()) && !process.isRunning())
                .findFirst()
                .ifPresent(process -> {
                    throw new ClusterException("%s is not running, and the demo needs it: ./causalgrid start %s"
                            .formatted(process.name(), process.name()));
                });
        workspace.terminal().note("Playing on the running cluster");
        boolean wait = cluster.status().stream()
                .anyMatch(process -> needed.contains(process.name()) && process.state() != ProcessStatus.State.READY);
        if (wait) {
            cluster.awaitReady(needed, READY_PATIENCE);
        }
        return cluster;
    }

    private DemoReport onItsOwn(Function<LocalCluster, DemoReport> demo) {
        workspace.terminal().note("No cluster runs here; starting one for the demo");
        Path directory = temporaryDirectory();
        ClusterConfig config = ClusterConfig.in(workspace.root())
                .only(roles)
                .freePorts(new SplittableRandom())
                .build();
        LocalCluster cluster = LocalCluster.create(config, directory, new ProgressShown(workspace.terminal()));
        Thread cleanUp = new Thread(() -> remove(cluster, directory), "remove-temporary-cluster");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            cluster.start();
            cluster.awaitReady(READY_PATIENCE);
            return demo.apply(cluster);
        } finally {
            remove(cluster, directory);
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private static void remove(LocalCluster cluster, Path directory) {
        cluster.startNoMore();
        cluster.close();
        Directories.delete(directory);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("causalgrid-demo-");
        } catch (IOException e) {
            throw new ClusterException("No temporary directory: " + e.getMessage(), e);
        }
    }
}
