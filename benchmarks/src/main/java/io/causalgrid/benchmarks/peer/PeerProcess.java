package io.causalgrid.benchmarks.peer;

import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.cluster.Running;
import io.causalgrid.cli.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process of a peer, with a directory of its own, and those that it starts itself. */
final class PeerProcess implements Running {
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);
    private static final long END_SECONDS_MAX = 10;
    private static final int LOG_LINES = 20;

    private final String name;
    private final Path directory;
    private @Nullable Process process; // guarded by this, as is what follows
    private boolean startsNoMore;

    /** @param directory gets the log, and is where it runs */
    PeerProcess(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /** Starts it, with that added to the environment. */
    synchronized void start(List<String> command, Map<String, String> environment) {
        if (startsNoMore) {
            return;
        }
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new PeerException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until it serves. */
    void await(BooleanSupplier serves) {
        boolean inTime = Patience.await(START_PATIENCE, () -> !isAlive() || serves.getAsBoolean());
        if (!inTime || !isAlive()) {
            String last = String.join("\n", new LogFile(log()).tail(LOG_LINES).lines());
            throw new PeerException(name + (inTime ? " has ended:\n" : " does not serve:\n") + last);
        }
    }

    @Override
    public synchronized void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly(); // first, or it would replace the workers
        workers.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted while " + name + " ends", e);
        }
    }

    @Override
    public synchronized void closeForGood() {
        startsNoMore = true;
        close();
    }

    private synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }
}
