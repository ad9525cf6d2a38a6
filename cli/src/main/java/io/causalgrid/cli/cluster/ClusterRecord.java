package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.ProcessIdentity;
import io.causalgrid.cli.process.ProcessSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a cluster between two commands.
 *
 * @param config what it consists of
 * @param processes in the order in which they are listed
 */
record ClusterRecord(ClusterConfig config, List<Entry> processes) {

    /**
     * One process.
     *
     * @param spec how it is started
     * @param identity who it was when it was last started; it may have ended since
     */
    record Entry(ProcessSpec spec, @Nullable ProcessIdentity identity) {

        boolean isRunning() {
            return identity != null && identity.isAlive();
        }

        /** SIGTERM, if it runs. */
        void terminate() {
            if (identity != null) {
                identity.terminate();
            }
        }

        /** SIGKILL, if it runs. */
        void kill() {
            if (identity != null) {
                identity.kill();
            }
        }
    }

    ClusterRecord {
        processes = List.copyOf(processes);
    }

    static ClusterRecord ofStopped(ClusterConfig config, List<ProcessSpec> specs) {
        return new ClusterRecord(
                config, specs.stream().map(spec -> new Entry(spec, null)).toList());
    }

    /** With another process started by the name's specification; null when it is taken out of service. */
    ClusterRecord withStarted(String name, @Nullable ProcessIdentity identity) {
        return new ClusterRecord(
                config,
                processes.stream()
                        .map(entry -> entry.spec().name().equals(name) ? new Entry(entry.spec(), identity) : entry)
                        .toList());
    }

    /** All but spare replicas: what runs when the cluster is up. */
    Stream<Entry> planned() {
        return processes.stream().filter(entry -> !config.isSpare(entry.spec().name()));
    }

    /** The spare replicas that have been started, and not stopped since. */
    List<ProcessSpec> startedSpares() {
        return processes.stream()
                .filter(entry -> config.isSpare(entry.spec().name()) && entry.identity() != null)
                .map(Entry::spec)
                .toList();
    }

    boolean anyRunning() {
        return processes.stream().anyMatch(Entry::isRunning);
    }
}
