package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import picocli.CommandLine.Command;

/** Ends a process gracefully (SIGTERM): it finishes what it is doing. */
@Command(name = "stop", description = "Ends a process gracefully (SIGTERM): it finishes what it is doing.")
public final class StopCommand extends OneProcessCommand {

    StopCommand(Workspace workspace) {
        super(workspace);
    }

    @Override
    void act(LocalCluster cluster, String process) {
        noteUnlessRunning(cluster, process);
        cluster.stop(process);
    }
}
