package io.causalgrid.cli.command;

import io.causalgrid.cli.process.LogFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a process's log. */
@Command(name = "logs", description = "Prints the end of a process's log, and what is added if asked to follow it.")
public final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;

    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "A process, such as node1 or substation2; see ./causalgrid status.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines from the end (default: ${DEFAULT-VALUE}).")
    private int lines = 100;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    LogsCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        LogFile log = workspace.requiredCluster().process(name).log();
        LogFile.Piece piece = log.tail(Math.max(0, lines));
        print(piece.lines());
        while (follow) {
            Thread.sleep(POLL_MILLIS);
            piece = log.after(piece.end());
            print(piece.lines());
        }
        return ExitCode.OK;
    }

    private void print(List<String> some) {
        for (String line : some) {
            switch (common.format()) {
                case TEXT -> workspace.terminal().print(line);
                case JSON -> workspace.terminal().printJsonLine(Map.of("name", name, "line", line));
            }
        }
    }
}
