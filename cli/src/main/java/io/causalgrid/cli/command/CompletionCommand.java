package io.causalgrid.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete our command lines. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which bash or zsh completes commands and options:",
            "  source <(./causalgrid completion bash)"
        })
public final class CompletionCommand implements Callable<Integer> {

    private static final String SCRIPT_NAME = "causalgrid";

    /** One script serves both: under zsh it loads bash's way of completing. */
    enum ShellKind {
        BASH,
        ZSH
    }

    private final Workspace workspace;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private ShellKind shell = ShellKind.BASH;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    CompletionCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    boolean isHelp() {
        return help;
    }

    @Override
    public Integer call() {
        String script =
                switch (shell) {
                    case BASH, ZSH ->
                        AutoComplete.bash(SCRIPT_NAME, command.root().commandLine());
                };
        workspace.terminal().print(script);
        return ExitCode.OK;
    }
}
