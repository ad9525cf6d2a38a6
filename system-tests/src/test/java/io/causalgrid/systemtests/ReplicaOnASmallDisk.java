package io.causalgrid.systemtests;

import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A cluster of one replica, whose data lie in a file system of a few megabytes that only its process sees. */
final class ReplicaOnASmallDisk implements AutoCloseable {
    private static final int DISK_MEGABYTES = 96;

    private final ProcessSpec spec;
    private final Path mount;
    private final Process process;

    ReplicaOnASmallDisk(String minFreeSpace) throws IOException {
        Path directory = Clusters.newDirectory();
        this.mount = Files.createDirectory(directory.resolve("disk"));
        ClusterConfig config = ClusterConfig.in(Path.of(System.getProperty("causalgrid.root")))
                .only(Set.of(Role.REPLICA))
                .replicas(1)
                .freePorts(new Random())
                .setting("node0", "causalgrid.kv.log.min-free-space", minFreeSpace)
                .setting(
                        "node0", "causalgrid.kv.data-dir", mount.resolve("data").toString())
                .build();
        this.spec = LocalCluster.create(config, directory).process("node0").spec();
        this.process = start(directory);
        await().atMost(Clusters.START_PATIENCE).until(() -> Http.tryGet(spec.url(), "/q/health/ready")
                .filter(answer -> answer.status() == 200)
                .isPresent());
    }

    Answer write(String key, String value) {
        return Http.post(spec.url(), "/write", Map.of("key", key, "value", value));
    }

    Answer get(String path) {
        return Http.get(spec.url(), path);
    }

    /** Somebody else uses the disk up, all but so much. */
    void fill(long leftFreeBytes) throws IOException {
        long size = Files.getFileStore(inside()).getUsableSpace() - leftFreeBytes;
        try (var out = Files.newOutputStream(filler())) {
            byte[] block = new byte[1 << 12];
            for (long written = 0; written < size; written += block.length) {
                out.write(block);
            }
        }
    }

    /** And gives it back. */
    void clear() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Its file system is mounted in a namespace of its own, so it ends with it. */
    private Process start(Path directory) throws IOException {
        var command = new ArrayList<>(List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=%dm tmpfs \"$0\" && exec \"$@\"".formatted(DISK_MEGABYTES),
                mount.toString()));
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().putAll(spec.environment());
        builder.environment().put("CAUSALGRID_KV_CLUSTER_SECRET", "only-for-this-test");
        return builder.start();
    }

    private Path filler() {
        return inside().resolve("filler");
    }

    private Path inside() {
        return Path.of("/proc", Long.toString(process.pid()), "root")
                .resolve(mount.toString().substring(1));
    }
}
