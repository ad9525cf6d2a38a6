package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.cluster.BenchReplica;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Standing;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.load.Wrk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where one run measures: a directory and processes that nobody else uses, and of which nothing is left when it is closed,
 * nor when the JVM is interrupted.
 */
final class Workbench implements AutoCloseable {
    private static final Duration EQUAL_PATIENCE = Duration.ofMinutes(10);

    private final Path root;
    private final Workplace workplace;
    private final Progress progress;
    private final Wrk wrk;
    private final AtomicInteger scratches = new AtomicInteger();

    private Workbench(Path root, Workplace workplace, Progress progress) {
        this.root = root;
        this.workplace = workplace;
        this.progress = progress;
        this.wrk = new Wrk(root.resolve("benchmarks"));
    }

    /**
     * Makes one.
     *
     * @param root the repository, with the services built
     * @param parent gets the directory
     * @throws IOException if that cannot be made
     */
    static Workbench in(Path root, Path parent, Progress progress) throws IOException {
        return new Workbench(root, Workplace.in(parent, "durability"), progress);
    }

    Wrk wrk() {
        return wrk;
    }

    Path directory() {
        return workplace.directory();
    }

    void say(String what) {
        progress.say(what);
    }

    /** A directory's path; nothing is there yet. */
    Path scratch() {
        return directory().resolve("scratch-" + scratches.incrementAndGet());
    }

    /** Three new replicas that serve. */
    BenchCluster startCluster(String name, Map<String, String> settings) {
        say("starting a cluster: " + name + " " + settings);
        BenchCluster cluster = workplace.add(new BenchCluster(root, directory().resolve(name), settings));
        cluster.start();
        return cluster;
    }

    /** Kills a cluster and takes its data away. */
    void discard(BenchCluster cluster, String name) {
        workplace.discard(cluster, directory().resolve(name));
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
        var _ = cluster.awaitEqual(EQUAL_PATIENCE);
        Standing standing = writer.currentStanding();
        say("loaded with %,d writes in %.1f s".formatted(standing.applied(), (System.nanoTime() - began) / 1e9));
    }

    /** Ends all processes and takes all data away. */
    @Override
    public void close() {
        workplace.close();
    }
}
