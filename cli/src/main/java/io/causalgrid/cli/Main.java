package io.causalgrid.cli;

import io.causalgrid.cli.command.CausalGridCommand;
import io.causalgrid.cli.command.Workspace;
import io.causalgrid.cli.terminal.Terminal;
import java.nio.file.Path;

/** Where the launcher script hands over; the system property {@code causalgrid.root} names the repository. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("causalgrid.root", "")).toAbsolutePath();
        Workspace workspace = new Workspace(root, root.resolve(".causalgrid"), Terminal.ofProcess(System.getenv()));
        System.exit(CausalGridCommand.commandLine(workspace).execute(arguments));
    }
}
