package io.causalgrid.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Listed here for its help; the launcher script hands over to Maven itself. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Runs one service in Quarkus' dev mode, with live reload.")
public final class DevCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Parameters(
            arity = "1..*",
            paramLabel = "SERVICE",
            description = "kv-service, grid-service or dashboard; what follows goes to Maven.")
    private List<String> arguments = List.of();

    DevCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        workspace
                .terminal()
                .fail("dev mode is run by the launcher script: ./causalgrid dev " + String.join(" ", arguments));
        return ExitCode.SOFTWARE;
    }
}
