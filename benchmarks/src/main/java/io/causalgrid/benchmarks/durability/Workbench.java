package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.cluster.BenchReplica;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Standing;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.load.Wrk;
import io.causalgrid.cli.cluster.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where one run measures: a directory and processes that nobody else uses, and of which nothing is left when it is closed,
 * nor when the JVM is interrupted.
 */
final class Workbench implements AutoCloseable {
    private static final Duration EQUAL_PATIENCE = Duration.ofMinutes(10);

    private final Path root;
    private final Path directory;
    private final Progress progress;
    private final Wrk wrk;
    private final List<BenchCluster> clusters = new CopyOnWriteArrayList<>();
    private final AtomicInteger scratches = new AtomicInteger();
    private final Thread hook = new Thread(this::abandon);

    private Workbench(Path root, Path directory, Progress progress) {
        this.root = root;
        this.directory = directory;
        this.progress = progress;
        this.wrk = new Wrk(root.resolve("benchmarks").resolve("write.lua"));
    }

    /**
     * Makes one.
     *
     * @param root the repository, with the services built
     * @param parent gets the directory
     * @throws IOException if that cannot be made
     */
    static Workbench in(Path root, Path parent, Progress progress) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "durability-");
        var workbench = new Workbench(root, directory.toAbsolutePath(), progress);
        Runtime.getRuntime().addShutdownHook(workbench.hook);
        return workbench;
    }

    Wrk wrk() {
        return wrk;
    }

    Path directory() {
        return directory;
    }

    void say(String what) {
        progress.say(what);
    }

    /** A directory's path; nothing is there yet. */
    Path scratch() {
        return directory.resolve("scratch-" + scratches.incrementAndGet());
    }

    /** Three new replicas that serve. */
    BenchCluster startCluster(String name, Map<String, String> settings) {
        say("starting a cluster: " + name + " " + settings);
        var cluster = new BenchCluster(root, directory.resolve(name), settings);
        clusters.add(cluster);
        cluster.start();
        return cluster;
    }

    /** Kills a cluster and takes its data away. */
    void discard(BenchCluster cluster, String name) {
        cluster.close();
        clusters.remove(cluster);
        Directories.delete(directory.resolve(name));
    }

    /** Writes that many keys at one replica, and waits until all have them. */
    void load(BenchCluster cluster, long keys) {
        say("loading %,d keys".formatted(keys));
        long began = System.nanoTime();
        BenchReplica writer = cluster.writer();
        wrk.writeUntil(
                writer.url(),
                Clients.fastest(keys),
                () -> writer.currentStanding().keys() >= keys);
        cluster.awaitEqual(EQUAL_PATIENCE);
        Standing standing = writer.currentStanding();
        say("loaded with %,d writes in %.1f s".formatted(standing.applied(), (System.nanoTime() - began) / 1e9));
    }

    /** Ends all processes and takes all data away. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the JVM is interrupted, and the hook sees to it
        }
        clusters.forEach(BenchCluster::close);
        Directories.delete(directory);
    }

    /** Every child of this JVM is one that it started: wrk, and replicas. */
    private void abandon() {
        clusters.forEach(BenchCluster::closeForGood);
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        Directories.delete(directory);
    }
}
