package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ReplicaException;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.demo.DemoException;
import io.causalgrid.cli.terminal.Format;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;

/** {@code ./causalgrid} itself: knows the commands, and what becomes of a failure. */
@Command(
        name = "./causalgrid",
        description = "Runs CausalGrid on this machine: a replicated key-value store, and charging on top of it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            StartCommand.class,
            StopCommand.class,
            KillCommand.class,
            KvCommand.class,
            DemoCommand.class,
            DevCommand.class,
            TestCommand.class
        },
        footer = {"", "Exit codes: 0 done, 1 failed, 2 not understood."})
public final class CausalGridCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** The command line, ready to {@link CommandLine#execute}. */
    public static CommandLine commandLine(Workspace workspace) {
        CommandLine commandLine = new CommandLine(new CausalGridCommand(), new Factory(workspace));
        commandLine.setOut(workspace.terminal().outWriter());
        commandLine.setErr(workspace.terminal().errWriter());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(workspace.terminal().hasColour() ? Ansi.ON : Ansi.OFF));
        commandLine.setExecutionExceptionHandler((problem, command, _) -> failed(problem, workspace, command));
        return commandLine;
    }

    boolean isHelp() {
        return help;
    }

    private static int failed(Exception problem, Workspace workspace, CommandLine command) throws Exception {
        boolean known = problem instanceof ClusterException
                || problem instanceof DemoException
                || problem instanceof ReplicaException;
        if (!known) {
            throw problem; // a bug: picocli prints its stack trace
        }
        String message = String.valueOf(problem.getMessage());
        if (command.getParseResult().matchedOptionValue("--output", Format.TEXT) == Format.JSON) {
            workspace.terminal().printJson(Map.of("error", message));
        }
        workspace.terminal().fail(message);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Gives the workspace to each command that asks for it in its constructor. */
    private record Factory(Workspace workspace) implements IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            boolean asks = Arrays.stream(type.getDeclaredConstructors())
                    .anyMatch(constructor ->
                            Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Workspace.class}));
            return asks
                    ? type.getDeclaredConstructor(Workspace.class).newInstance(workspace)
                    : CommandLine.defaultFactory().create(type);
        }
    }
}
