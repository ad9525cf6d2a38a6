package io.causalgrid.systemtests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Prometheus' own checker. Where it is missing a check fails and says what to install; it is never skipped. */
final class Promtool {

    private static final long LIMIT_SECONDS = 60;

    private Promtool() {}

    /** Runs {@code promtool arguments... files...} and asserts that it is content. */
    static void accepts(List<String> arguments, List<Path> files) {
        var result = run(arguments, files);
        assertThat(result.exitCode())
                .as("promtool %s %s%n%s", arguments, files, result.output())
                .isZero();
    }

    static Result run(List<String> arguments, List<Path> files) {
        var command = new ArrayList<String>();
        command.add("promtool");
        command.addAll(arguments);
        files.forEach(file -> command.add(file.toString()));
        try {
            return waitFor(start(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while promtool ran", e);
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    "promtool cannot be started. It comes with Prometheus: apt-get install prometheus on Debian and"
                            + " Ubuntu, otherwise https://prometheus.io/download/",
                    e);
        }
    }

    private static Result waitFor(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var output = CompletableFuture.supplyAsync(() -> outputOf(process));
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("promtool did not end within " + LIMIT_SECONDS + " s");
        }
        return new Result(process.exitValue(), output.join());
    }

    /** Read while promtool runs: it would stand still before a full pipe. */
    private static String outputOf(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Result(int exitCode, String output) {}
}
