package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns a configuration into the processes to start: who there is, at which address, with which settings.
 *
 * <p>JVM options: the serial collector, because eight processes share a few cores and its pauses are short with heaps
 * as small as these, while a concurrent collector's threads would compete with everybody's requests; and an end instead
 * of limping on when memory runs out. A replica's heap need not be larger than the others': its data are on disk, and what
 * of them is in memory lies outside the heap.
 *
 * <p>What is no replica gets half as many event loops, and threads that carry virtual ones, as there are cores, instead of
 * twice and once as many: most of what a charge costs is handing it from thread to thread and from process to process, and
 * where few threads take turns, more is handed over at once (ADR 0060). A replica keeps the framework's number: with fewer
 * loops it serves fewer reads and writes.
 *
 * <p>A replica's state is kept by a native library. It is unpacked into a directory of the replica's own, over the copy
 * of the last start, because a process that is killed leaves behind what it has put into a temporary directory. And it
 * gets two of glibc's memory pools, which otherwise grow with the number of threads.
 */
final class Services {

    /** Whose builds all processes run, but Prometheus. */
    static final List<String> MODULES = List.of("kv-service", "grid-service", "dashboard");

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * Half of a replica's heap is for what is new, instead of a third: nearly all that a request makes is gone with it, and
     * the more room there is, the less often is it looked through.
     */
    private static final List<String> REPLICA_JVM_OPTIONS = List.of("-XX:NewRatio=1");

    private static final Map<String, String> FEW_THREADS =
            fewThreads(Runtime.getRuntime().availableProcessors());

    /** The environment variable that names the directory for RocksDB's library, which must be there. */
    private static final String NATIVE_LIBRARIES = "ROCKSDB_SHAREDLIB_DIR";

    private static final String LIVENESS_PATH = "/q/health/live";

    private final ClusterConfig config;
    private final Path stateDirectory;

    Services(ClusterConfig config, Path stateDirectory) {
        this.config = config;
        this.stateDirectory = stateDirectory;
    }

    /** All of them but Prometheus, in the order in which they are listed everywhere. */
    List<ProcessSpec> specs() {
        List<ProcessSpec> specs = new ArrayList<>();
        for (int index = 0; index < config.replicas() + config.spareReplicas(); index++) {
            specs.add(replica(index));
        }
        specs.add(gateway());
        specs.add(balancer());
        for (int index = 0; index < config.substationProcesses(); index++) {
            specs.add(substation(index));
        }
        specs.add(dashboard());
        return specs.stream()
                .filter(spec -> config.roles().contains(spec.role()))
                .toList();
    }

    private ProcessSpec replica(int index) {
        String name = replicaName(index);
        String self = name + "=" + url(Role.REPLICA, index);
        return spec(
                name,
                Role.REPLICA,
                index,
                Map.of(
                        "causalgrid.kv.site", name,
                        "causalgrid.kv.members", config.isSpare(name) ? replicas() + "," + self : replicas(),
                        "causalgrid.kv.data-dir", dataOf(name).toString(),
                        "causalgrid.kv.backup-dir",
                                stateDirectory.resolve("backups").resolve(name).toString(),
                        "causalgrid.fault-injection", Boolean.toString(config.faultInjection())));
    }

    /** Makes what processes expect to find: their cluster's directory and secret, and directories outside their own. */
    static void prepare(List<ProcessSpec> specs, Path stateDirectory) throws IOException {
        Files.createDirectories(stateDirectory);
        ClusterSecret.makeIn(stateDirectory, new SecureRandom());
        for (ProcessSpec spec : specs) {
            String libraries = spec.environment().get(NATIVE_LIBRARIES);
            if (libraries != null) {
                Files.createDirectories(Path.of(libraries));
            }
        }
    }

    private ProcessSpec gateway() {
        return spec(
                "gateway",
                Role.GATEWAY,
                0,
                Map.of(
                        "causalgrid.grid.roles", "gateway",
                        "causalgrid.grid.name", "gateway",
                        "causalgrid.grid.balancers", url(Role.BALANCER, 0).toString()));
    }

    private ProcessSpec balancer() {
        return spec(
                "balancer",
                Role.BALANCER,
                0,
                Map.of(
                        "causalgrid.grid.roles", "balancer",
                        "causalgrid.grid.name", "balancer",
                        "causalgrid.grid.substations",
                                named(config.substationProcesses(), this::substationIdOf, Role.SUBSTATION)));
    }

    /** The first process of each substation, then the first standby of each, and so on. */
    private ProcessSpec substation(int index) {
        String id = substationIdOf(index);
        int standby = index / config.substations();
        String name = substationName(id, standby);
        Map<String, String> settings = new TreeMap<>(journal());
        settings.put("causalgrid.grid.roles", "substation");
        settings.put("causalgrid.grid.name", name);
        settings.put("causalgrid.grid.substation.id", id);
        settings.put(
                "causalgrid.grid.substation.url", url(Role.SUBSTATION, index).toString());
        settings.put("causalgrid.grid.substation.limit-kw", "250");
        settings.put("causalgrid.grid.substation.connectors", "200");
        return spec(name, Role.SUBSTATION, index, settings);
    }

    /** Sessions are in the store, if there is one; those of a cluster without replicas last as long as its processes. */
    private Map<String, String> journal() {
        if (!config.roles().contains(Role.REPLICA)) {
            return Map.of("causalgrid.grid.journal", "memory");
        }
        String urls = IntStream.range(0, config.replicas() + config.spareReplicas())
                .mapToObj(index -> url(Role.REPLICA, index).toString())
                .collect(Collectors.joining(","));
        return Map.of("causalgrid.grid.journal", "store", "causalgrid.grid.store.replicas", urls);
    }

    private ProcessSpec dashboard() {
        return spec(
                "dashboard",
                Role.DASHBOARD,
                0,
                Map.of(
                        "causalgrid.dashboard.replicas", replicas(),
                        "causalgrid.dashboard.gateway", url(Role.GATEWAY, 0).toString()));
    }

    private ProcessSpec spec(String name, Role role, int index, Map<String, String> settings) {
        URI url = url(role, index);
        Map<String, String> all = new TreeMap<>(settings);
        all.put("quarkus.http.host", url.getHost());
        all.put("quarkus.http.port", Integer.toString(url.getPort()));
        boolean isReplica = role == Role.REPLICA;
        if (!isReplica) {
            all.putAll(FEW_THREADS);
        }
        all.putAll(config.settings().getOrDefault(name, Map.of()));

        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        Path cache = StartTraining.cacheOf(config.applications(), moduleOf(role));
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        if (isReplica) {
            command.addAll(REPLICA_JVM_OPTIONS);
        }
        all.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(Applications.runnable(config.applications(), moduleOf(role)).toString());

        return new ProcessSpec(
                name,
                role,
                command,
                isReplica ? replicaEnvironment(name) : Map.of(),
                isReplica ? Map.of("CAUSALGRID_KV_CLUSTER_SECRET", ClusterSecret.fileIn(stateDirectory)) : Map.of(),
                url,
                readinessPath(role),
                dataOf(name),
                stateDirectory.resolve("logs").resolve(name + ".log"));
    }

    private Map<String, String> replicaEnvironment(String name) {
        return Map.of(
                NATIVE_LIBRARIES, stateDirectory.resolve("native").resolve(name).toString(), "MALLOC_ARENA_MAX", "2");
    }

    private static Map<String, String> fewThreads(int cores) {
        String half = Integer.toString(Math.max(1, cores / 2));
        return Map.of("quarkus.vertx.event-loops-pool-size", half, "jdk.virtualThreadScheduler.parallelism", half);
    }

    private Path dataOf(String name) {
        return stateDirectory.resolve("data").resolve(name);
    }

    private String replicas() {
        return named(config.replicas(), Services::replicaName, Role.REPLICA);
    }

    private String named(int count, IntFunction<String> name, Role role) {
        return IntStream.range(0, count)
                .mapToObj(index -> name.apply(index) + "=" + url(role, index))
                .collect(Collectors.joining(","));
    }

    private URI url(Role role, int index) {
        return url(config, role, index);
    }

    /** Where the {@code index}-th process of a role listens. */
    static URI url(ClusterConfig config, Role role, int index) {
        return URI.create("http://127.0.0.1:" + config.ports().of(role, index));
    }

    static String replicaName(int index) {
        return "node" + index;
    }

    private String substationIdOf(int process) {
        return substationId(process % config.substations());
    }

    static String substationId(int index) {
        return "substation" + (1 + index);
    }

    /** Of the process that is the {@code standby}-th one besides the first to serve a substation, or that first one. */
    static String substationName(String id, int standby) {
        return standby == 0 ? id : id + "-standby" + standby;
    }

    /** Of a substation's processes one can serve, and which one is not for us to say: so the others count as ready, too. */
    private String readinessPath(Role role) {
        return role == Role.SUBSTATION && config.standbys() > 0 ? LIVENESS_PATH : role.readinessPath();
    }

    /** Whose build a process of this role runs. */
    static String moduleOf(Role role) {
        return switch (role) {
            case REPLICA -> "kv-service";
            case GATEWAY, BALANCER, SUBSTATION -> "grid-service";
            case DASHBOARD -> "dashboard";
            case PROMETHEUS -> throw new IllegalArgumentException("Prometheus is not one of our modules");
        };
    }
}
