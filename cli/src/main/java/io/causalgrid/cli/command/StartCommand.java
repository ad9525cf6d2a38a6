package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Command;

/** Starts a process again, with the data it had, and waits until it is ready. */
@Command(name = "start", description = "Starts a process again, with the data it had, and waits until it is ready.")
public final class StartCommand extends OneProcessCommand {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    StartCommand(Workspace workspace) {
        super(workspace);
    }

    @Override
    void act(LocalCluster cluster, String process) {
        cluster.start(process);
        cluster.awaitReady(Set.of(process), READY_PATIENCE);
    }
}
