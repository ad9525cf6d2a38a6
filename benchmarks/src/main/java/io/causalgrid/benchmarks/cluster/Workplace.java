package io.causalgrid.benchmarks.cluster;

import io.causalgrid.cli.cluster.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A directory and processes that nobody else uses, and of which nothing is left when it is closed, nor when the JVM is
 * interrupted.
 */
public final class Workplace implements AutoCloseable {
    private static final long END_SECONDS_MAX = 10;

    private final Path directory;
    private final List<Running> all = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::abandon);
    private volatile boolean abandoned;

    private Workplace(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes one.
     *
     * @param parent gets the directory
     * @param name what that begins with
     * @throws IOException if it cannot be made
     */
    public static Workplace in(Path parent, String name) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), name + "-");
        var workplace = new Workplace(directory.toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(workplace.hook);
        return workplace;
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** Sees to it that this is ended; to be called before it starts anything. */
    public <T extends Running> T add(T running) {
        all.add(running);
        if (abandoned) {
            running.closeForGood();
        }
        return running;
    }

    /** Ends it and takes its directory away. */
    public void discard(Running running, Path its) {
        running.close();
        all.remove(running);
        Directories.delete(its);
    }

    /** Ends all processes and takes all data away. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the JVM is interrupted, and the hook sees to it
        }
        all.forEach(Running::close);
        Directories.delete(directory);
    }

    /** Every child of this JVM is one that it started: wrk, replicas, and what they are compared with. */
    private void abandon() {
        abandoned = true;
        all.forEach(Running::closeForGood);
        CompletableFuture<?>[] ends = ProcessHandle.current()
                .children()
                .peek(ProcessHandle::destroyForcibly)
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new);
        var _ = CompletableFuture.allOf(ends)
                .completeOnTimeout(null, END_SECONDS_MAX, TimeUnit.SECONDS)
                .join(); // who still writes would make the directory impossible to remove
        Directories.delete(directory);
    }
}
