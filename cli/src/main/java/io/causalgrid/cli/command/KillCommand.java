package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import picocli.CommandLine.Command;

/** Ends a process at once, as by kill -9 (SIGKILL). */
@Command(name = "kill", description = "Ends a process at once, as by kill -9 (SIGKILL).")
public final class KillCommand extends OneProcessCommand {

    KillCommand(Workspace workspace) {
        super(workspace);
    }

    @Override
    void act(LocalCluster cluster, String process) {
        noteUnlessRunning(cluster, process);
        cluster.kill(process);
    }
}
