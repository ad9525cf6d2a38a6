package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Starts a process, again with the data it had, and waits until it is ready or has to be admitted first. */
@Command(
        name = "start",
        description = {
            "Starts a process, again with the data it had, and waits until it is ready.",
            "A spare replica (up --spare-replicas) becomes ready only as a member of the cluster; if it is none yet, the"
                    + " command that makes it one is printed."
        })
public final class StartCommand extends OneProcessCommand {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    StartCommand(Workspace workspace) {
        super(workspace);
    }

    @Override
    void act(LocalCluster cluster, String process) {
        cluster.start(process);
        if (!cluster.awaitReadyOrOutside(process, READY_PATIENCE)) {
            note("  %s runs, and is no member of the cluster. To let it join: ./causalgrid kv members add %s %s"
                    .formatted(process, process, cluster.process(process).url()));
        }
    }
}
