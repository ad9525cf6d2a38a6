package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.terminal.Format;
import io.causalgrid.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What every command works with.
 *
 * @param root the repository
 * @param stateDirectory where the local cluster's state lies
 * @param terminal where to print
 */
public record Workspace(Path root, Path stateDirectory, Terminal terminal) {

    /** The cluster that was brought up here, if one ever was. */
    Optional<LocalCluster> cluster() {
        return LocalCluster.existing(stateDirectory, new ProgressShown(terminal));
    }

    /**
     * The cluster that was brought up here.
     *
     * @throws ClusterException when none ever was
     */
    LocalCluster requiredCluster() {
        return cluster()
                .orElseThrow(() -> new ClusterException("There is no cluster here yet; ./causalgrid up makes one"));
    }

    /** Prints the state of the cluster's processes. */
    void show(LocalCluster cluster, Format format) {
        StatusTable.print(cluster.status(), terminal, format);
    }
}
