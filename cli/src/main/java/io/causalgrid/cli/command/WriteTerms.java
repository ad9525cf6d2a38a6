package io.causalgrid.cli.command;

import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many replicas must hold a write before the command ends. */
final class WriteTerms {

    private static final int WAIT_SECONDS_DEFAULT = 5;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(
            names = "--min-replicas",
            paramLabel = "N",
            description = "Wait until so many replicas hold the write on their disks.")
    private @Nullable Integer minReplicas;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "How long to wait for them, at most 30 (default: 5). If they are fewer by then the write stands"
                            + " all the same, and the exit code is 4.")
    private @Nullable Integer wait;

    /** The options with what the command line says. */
    WriteOptions applyTo(WriteOptions options) {
        Integer replicas = minReplicas;
        if (replicas == null) {
            if (wait != null) {
                throw misused("--wait says how long to wait for --min-replicas");
            }
            return options;
        }
        int seconds = wait == null ? WAIT_SECONDS_DEFAULT : wait;
        return checked(() -> options.minReplicas(replicas, Duration.ofSeconds(seconds)));
    }

    /** What a mistake in a value means: that the command line was not understood. */
    WriteOptions checked(Supplier<WriteOptions> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw misused(String.valueOf(e.getMessage()));
        }
    }

    ParameterException misused(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
