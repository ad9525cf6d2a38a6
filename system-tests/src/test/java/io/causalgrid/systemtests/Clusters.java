package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.Applications;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterListener;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.demo.DemoListener;
import io.causalgrid.cli.demo.Step;
import io.causalgrid.cli.process.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Starts clusters for tests: a directory of their own under {@code target}, free ports, ready when they are returned. */
public final class Clusters {
    /** A whole system on two busy cores, at its slowest. */
    public static final Duration START_PATIENCE = Duration.ofMinutes(3);

    /** Leaves the reading of reports to the test. */
    public static final DemoListener SILENT = new DemoListener() {
        @Override
        public void begins(String start) {}

        @Override
        public void done(Step step) {}
    };

    private static final Path ROOT = Path.of(System.getProperty("causalgrid.root"));

    /** The services, trained to start fast: once for all tests. */
    private static final class Built {
        static final Path APPLICATIONS =
                Applications.copy(ROOT, ROOT.resolve("system-tests/target"), ClusterListener.SILENT);
    }

    private Clusters() {}

    /** A cluster of processes of these roles. */
    public static LocalCluster start(Set<Role> roles) {
        return start(roles, config -> {});
    }

    /** A cluster of processes of these roles that differs from the usual in some way. */
    public static LocalCluster start(Set<Role> roles, Consumer<ClusterConfig.Builder> difference) {
        ClusterConfig.Builder builder = ClusterConfig.in(ROOT).only(roles).freePorts(new Random());
        difference.accept(builder);
        ClusterConfig config = builder.build().withApplications(Built.APPLICATIONS);
        LocalCluster cluster = LocalCluster.create(config, newDirectory());
        try {
            cluster.start();
            cluster.awaitReady(START_PATIENCE);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The addresses of the processes of a role, in their order. */
    public static List<URI> urls(LocalCluster cluster, Role role) {
        return cluster.processes().stream()
                .filter(process -> process.spec().role() == role)
                .map(process -> process.url())
                .toList();
    }

    /** The address of one process. */
    public static URI url(LocalCluster cluster, String name) {
        return cluster.process(name).url();
    }

    /** Sends a signal to a process, such as STOP, which freezes it, and CONT. */
    public static void signal(LocalCluster cluster, String signal, String name) {
        long pid = cluster.process(name).pid().orElseThrow();
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Where a replica keeps its data. */
    public static Path dataDirectory(LocalCluster cluster, String name) {
        String setting = "-Dcausalgrid.kv.data-dir=";
        return cluster.process(name).spec().command().stream()
                .filter(argument -> argument.startsWith(setting))
                .map(argument -> Path.of(argument.substring(setting.length())))
                .findFirst()
                .orElseThrow();
    }

    /** An empty directory for a cluster's files. */
    public static Path newDirectory() {
        try {
            Path parent = Files.createDirectories(ROOT.resolve("system-tests/target/clusters"));
            return Files.createTempDirectory(parent, "cluster");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
