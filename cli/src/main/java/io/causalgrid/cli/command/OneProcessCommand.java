package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What commands have in common that do something to one process of the running cluster and then show the cluster. */
abstract class OneProcessCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "A process, such as node1 or substation2; see ./causalgrid status.")
    private String name = "";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    OneProcessCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Does it; asked to end a process that does not run, it does nothing. */
    abstract void act(LocalCluster cluster, String process);

    @Override
    public final Integer call() {
        LocalCluster cluster = workspace.requiredCluster();
        act(cluster, name);
        workspace.show(cluster, common.format());
        return ExitCode.OK;
    }

    void noteUnlessRunning(LocalCluster cluster, String process) {
        if (!cluster.process(process).isRunning()) {
            note("  " + process + " is not running");
        }
    }

    void note(String line) {
        workspace.terminal().note(line);
    }
}
