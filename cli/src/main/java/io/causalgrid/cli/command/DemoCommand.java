package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.demo.CausalDemo;
import io.causalgrid.cli.demo.ChargingDemo;
import io.causalgrid.cli.process.Role;
import java.net.URI;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a reference scenario. */
@Command(
        name = "demo",
        description = {
            "Plays a reference scenario step by step: what is asked, what has to be answered, what is answered.",
            "Against the running cluster, or if none runs, against one of its own that is gone afterwards.",
            "Exit code 0 only if every step is as expected."
        },
        synopsisSubcommandLabel = "SCENARIO")
public final class DemoCommand {

    private final Workspace workspace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    DemoCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Command(name = "causal", description = "An effect is never seen before its cause, and all replicas end up equal.")
    int causal(@Mixin CommonOptions options) {
        return Stage.play(workspace, Set.of(Role.REPLICA), options.format(), (cluster, listener) -> new CausalDemo(
                        replicasOf(cluster), listener)
                .play());
    }

    @Command(name = "charging", description = "Twenty vehicles are spread evenly over the substations.")
    int charging(@Mixin CommonOptions options) {
        Set<Role> roles = Set.of(Role.GATEWAY, Role.BALANCER, Role.SUBSTATION);
        return Stage.play(workspace, roles, options.format(), (cluster, listener) -> new ChargingDemo(
                        cluster.process("gateway").url(), listener)
                .play());
    }

    boolean isHelp() {
        return help;
    }

    private static List<URI> replicasOf(LocalCluster cluster) {
        return Stage.cast(cluster, Set.of(Role.REPLICA)).stream()
                .map(ClusterProcess::url)
                .toList();
    }
}
