package io.causalgrid.benchmarks.cluster;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Three replicas on this machine, with data of their own. Clients write at the first; the third is the one to suffer. */
public final class BenchCluster implements Running {
    private static final int REPLICAS = 3;
    private static final int LAST_WORDS_LINES = 25;
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final LocalCluster cluster;

    /**
     * Sets it up; starts nothing yet.
     *
     * @param root where the services are built
     * @param directory for all that it leaves on the disk
     * @param settings of every replica
     */
    public BenchCluster(Path root, Path directory, Map<String, String> settings) {
        ClusterConfig.Builder config = ClusterConfig.in(root)
                .replicas(REPLICAS)
                .only(Set.of(Role.REPLICA))
                .faultInjection(false)
                .freePorts(new SecureRandom());
        for (int index = 0; index < REPLICAS; index++) {
            String name = "node" + index;
            settings.forEach((key, value) -> config.setting(name, key, value));
        }
        this.cluster = LocalCluster.create(config.build(), directory);
    }

    /** Starts the replicas and waits until all serve. */
    public void start() {
        cluster.start();
        cluster.awaitReady(START_PATIENCE);
    }

    /** How a replica's JVM is called, without its settings; also before anything is started. */
    public List<String> jvmCommand() {
        List<String> command = cluster.process("node0").spec().command();
        return command.stream()
                .takeWhile(argument -> !argument.startsWith("-D"))
                .toList();
    }

    /** What a replica's environment has beside the launcher's; also before anything is started. */
    public Map<String, String> environment() {
        return cluster.process("node0").spec().environment();
    }

    /** Where clients write. */
    public BenchReplica writer() {
        return replica(0);
    }

    /** One that receives what is written at the first. */
    public BenchReplica reader() {
        return replica(1);
    }

    /** The one that is killed, falls behind and loses its disk. */
    public BenchReplica follower() {
        return replica(REPLICAS - 1);
    }

    /** All but the follower. */
    public List<BenchReplica> others() {
        return IntStream.range(0, REPLICAS - 1).mapToObj(this::replica).toList();
    }

    /**
     * Waits until all replicas have applied what the first one has now.
     *
     * @return the seconds that it took
     */
    public double awaitEqual(Duration patience) {
        long applied = writer().currentStanding().applied();
        return Patience.seconds("all replicas have " + applied + " writes", patience, () -> IntStream.range(0, REPLICAS)
                .allMatch(index -> replica(index)
                        .standing()
                        .filter(standing -> standing.applied() >= applied)
                        .isPresent()));
    }

    /** For each replica that does not run any more: that it does not, and how its log ends. */
    public List<String> ended() {
        return cluster.processes().stream()
                .filter(process -> !process.isRunning())
                .map(process -> "%s runs no more. %s"
                        .formatted(process.name(), process.log().quotedEnd(process.name(), LAST_WORDS_LINES)))
                .toList();
    }

    @Override
    public void closeForGood() {
        cluster.startNoMore();
        close();
    }

    /** Kills all that run. */
    @Override
    public void close() {
        cluster.close();
    }

    private BenchReplica replica(int index) {
        return new BenchReplica(http, cluster, "node" + index);
    }
}
