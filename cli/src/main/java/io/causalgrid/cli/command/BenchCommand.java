package io.causalgrid.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Listed here for its help; the launcher script starts the benchmarks itself. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "bench kv measures the store beside a do-nothing server, Redis and etcd;",
            "bench charge the charging service, beside nginx before bare substations;",
            "bench allocation how long dividing a substation's power takes."
        })
public final class BenchCommand implements Callable<Integer> {

    private final Workspace workspace;

    @Parameters(
            arity = "1..*",
            paramLabel = "WHAT",
            description = "kv, charge or allocation; what follows are its options.")
    private List<String> arguments = List.of();

    BenchCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        workspace
                .terminal()
                .fail("benchmarks are run by the launcher script: ./causalgrid bench " + String.join(" ", arguments));
        return ExitCode.SOFTWARE;
    }
}
