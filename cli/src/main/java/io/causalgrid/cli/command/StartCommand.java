package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Starts a process again, with the data it had, and waits until it is ready. */
@Command(name = "start", description = "Starts a process again, with the data it had, and waits until it is ready.")
public final class StartCommand implements Callable<Integer> {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "A process, such as node1 or substation2; see ./causalgrid status.")
    private String name = "";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StartCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        LocalCluster cluster = workspace.requiredCluster();
        cluster.start(name);
        cluster.awaitReady(Set.of(name), READY_PATIENCE);
        workspace.show(cluster, common.format());
        return ExitCode.OK;
    }
}
