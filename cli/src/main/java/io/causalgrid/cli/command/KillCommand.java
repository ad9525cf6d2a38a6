package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a process at once, as by kill -9 (SIGKILL). */
@Command(name = "kill", description = "Ends a process at once, as by kill -9 (SIGKILL).")
public final class KillCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "A process, such as node1 or substation2; see ./causalgrid status.")
    private String name = "";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    KillCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        LocalCluster cluster = workspace.requiredCluster();
        if (!cluster.process(name).isRunning()) {
            workspace.terminal().note("  " + name + " is not running");
        }
        cluster.kill(name);
        workspace.show(cluster, common.format());
        return ExitCode.OK;
    }
}
