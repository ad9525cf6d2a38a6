package io.causalgrid.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Listed here for its help; the launcher script runs the tests itself, since they must run when this does not compile. */
@Command(
        name = "test",
        description =
                "Runs every test there is, after installing what they need (on Debian as root) or saying what is missing.")
public final class TestCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Option(
            names = "--quick",
            description = "Only unit, property, simulation and in-process tests: no real processes, no browser.")
    private boolean quick;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    TestCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        workspace
                .terminal()
                .fail("the tests are run by the launcher script: ./causalgrid test" + (quick ? " --quick" : ""));
        return ExitCode.SOFTWARE;
    }

    boolean isHelp() {
        return help;
    }
}
