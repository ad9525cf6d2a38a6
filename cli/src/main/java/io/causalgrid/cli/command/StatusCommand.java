package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.ProcessStatus;
import io.causalgrid.cli.terminal.Format;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows the processes. */
@Command(
        name = "status",
        description = {
            "Shows every process: its address and whether it is starting, ready or stopped.",
            "As JSON an array of {\"name\",\"role\",\"pid\",\"url\",\"state\"}; pid is null when it is stopped."
        })
public final class StatusCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StatusCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        List<ProcessStatus> processes =
                workspace.cluster().map(LocalCluster::status).orElse(List.of());
        if (processes.isEmpty() && common.format() == Format.TEXT) {
            workspace.terminal().print("There is no cluster here yet; ./causalgrid up makes one.");
        } else {
            StatusTable.print(processes, workspace.terminal(), common.format());
        }
        return ExitCode.OK;
    }
}
