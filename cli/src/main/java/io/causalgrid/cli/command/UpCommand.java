package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.Applications;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.cluster.Directories;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.Prometheus;
import io.causalgrid.cli.terminal.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the cluster up, or what is missing of it. */
@Command(
        name = "up",
        description = {
            "Builds what is missing, starts the whole system as local processes, waits until all are ready, and prints"
                    + " the addresses. Harmless when it runs already.",
            "Everything listens on 127.0.0.1 only."
        })
public final class UpCommand implements Callable<Integer> {

    private final Workspace workspace;

    @ArgGroup(validate = false, heading = "What there is (when the cluster runs: what runs)%n")
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--fresh", description = "Stops what runs and starts with empty data and logs; backups stay.")
    private boolean fresh;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait until all are ready (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 180;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    UpCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        LocalCluster running = prepared();
        Thread onInterrupt = new Thread(() -> interrupted(running), "interrupted-up");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            int started = running.start();
            workspace.terminal().note(started == 0 ? "Nothing to start" : "Started " + started + " processes");
            running.awaitReady(Duration.ofSeconds(timeoutSeconds));
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
        if (common.format() == Format.TEXT) {
            Addresses.print(running, workspace.terminal());
        } else {
            workspace.show(running, common.format());
        }
        return ExitCode.OK;
    }

    // Ctrl-C leaves either nothing or the whole cluster, and `down` finds it.
    private void interrupted(LocalCluster cluster) {
        cluster.startNoMore();
        if (cluster.isRunning()) {
            workspace
                    .terminal()
                    .note("Interrupted; what was started goes on. See ./causalgrid status, or end it with"
                            + " ./causalgrid down");
        }
    }

    private LocalCluster prepared() {
        Optional<LocalCluster> existing = workspace.cluster();
        boolean runs = existing.isPresent() && existing.get().isRunning();
        if (existing.isPresent() && runs && !fresh) {
            return unchanged(existing.get());
        }
        if (existing.isPresent() && runs) {
            workspace.terminal().note("Stopping what runs");
            existing.get().stop();
        }
        if (fresh) {
            Directories.delete(workspace.stateDirectory().resolve("data"));
            Directories.delete(workspace.stateDirectory().resolve("logs"));
        }
        return created(existing.filter(_ -> !fresh));
    }

    // A spare replica may have joined; without its process it would be a member that is gone.
    private LocalCluster created(Optional<LocalCluster> before) {
        ClusterConfig config = cluster.applyTo(ClusterConfig.in(workspace.root())
                .spareReplicas(before.map(last -> last.config().spareReplicas()).orElse(0))
                .withPrometheus(Prometheus.executable().isPresent())
                .build());
        if (Prometheus.executable().isEmpty()) {
            workspace
                    .terminal()
                    .note("Prometheus is not installed, so it is left out; to have it: apt-get install"
                            + " --no-install-recommends prometheus, then ./causalgrid down and up");
        }
        ProgressShown progress = new ProgressShown(workspace.terminal());
        Path copy = Applications.copy(workspace.root(), workspace.stateDirectory(), progress);
        return LocalCluster.create(config.withApplications(copy), workspace.stateDirectory(), progress);
    }

    private LocalCluster unchanged(LocalCluster existing) {
        ClusterConfig config = existing.config();
        if (!cluster.applyTo(config).sameShapeAs(config)) {
            throw new ClusterException(
                    "A cluster with other settings is running. Stop it first (./causalgrid down), or use up --fresh");
        }
        if (!config.applications().endsWith(Applications.buildAt(workspace.root()))) {
            workspace
                    .terminal()
                    .note("The running cluster is of an earlier build; ./causalgrid down and up change to the new one");
        }
        return existing;
    }
}
