package io.causalgrid.cli.command;

import io.causalgrid.cli.admin.ReplicaException;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.demo.DemoException;
import io.causalgrid.cli.kv.KvException;
import io.causalgrid.cli.simulate.SimulationException;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.grid.site.InvalidSiteException;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.error.RefusedException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

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
            SimulateCommand.class,
            DevCommand.class,
            BenchCommand.class,
            TestCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 not understood, 3 there is no such key, 4 written to too few replicas."
        })
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
        subcommand(subcommand(subcommand(commandLine, "kv"), "counter"), "add")
                .setUnmatchedOptionsArePositionalParams(true); // -5 is no option
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(workspace.terminal().hasColour() ? Ansi.ON : Ansi.OFF));
        commandLine.setExecutionExceptionHandler((problem, command, _) -> failed(problem, workspace, command));
        return commandLine;
    }

    boolean isHelp() {
        return help;
    }

    private static CommandLine subcommand(CommandLine parent, String name) {
        return Objects.requireNonNull(parent.getSubcommands().get(name), name);
    }

    private static int failed(Exception problem, Workspace workspace, CommandLine command) throws Exception {
        boolean known = problem instanceof ClusterException
                || problem instanceof DemoException
                || problem instanceof ReplicaException
                || problem instanceof CausalGridException
                || problem instanceof KvException
                || problem instanceof InvalidSiteException
                || problem instanceof SimulationException;
        if (!known) {
            throw problem; // a bug: picocli prints its stack trace
        }
        String message = String.valueOf(problem.getMessage());
        if (wantsJson(command)) {
            workspace.terminal().printJson(document(message, problem));
        }
        workspace.terminal().fail(message);
        return problem instanceof KvException failure ? failure.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean wantsJson(CommandLine command) {
        ParseResult options = command.getParseResult();
        return options.hasMatchedOption("--json") || options.matchedOptionValue("--output", Format.TEXT) == Format.JSON;
    }

    private static Map<String, Object> document(String message, Exception problem) {
        return problem instanceof RefusedException refusal
                ? Map.of("error", message, "problem", refusal.problem().document())
                : Map.of("error", message);
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
