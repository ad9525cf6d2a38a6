package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.terminal.Format;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Stops everything. */
@Command(
        name = "down",
        description =
                "Stops every process gracefully, the replicas last; those that do not end within 20 s are killed. Data stays.")
public final class DownCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    DownCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Optional<LocalCluster> cluster = workspace.cluster();
        boolean ran = cluster.isPresent() && cluster.get().isRunning();
        cluster.ifPresent(LocalCluster::stop);
        switch (common.format()) {
            case TEXT -> workspace.terminal().print(ran ? "Stopped." : "Nothing is running.");
            case JSON -> {
                List<ProcessStatus> processes =
                        cluster.map(LocalCluster::status).orElse(List.of());
                StatusTable.print(processes, workspace.terminal(), Format.JSON);
            }
        }
        return ExitCode.OK;
    }
}
