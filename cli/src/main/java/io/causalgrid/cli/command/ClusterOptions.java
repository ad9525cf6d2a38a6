package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.Ports;
import io.causalgrid.cli.process.Role;
import io.causalgrid.grid.site.InvalidSiteException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a cluster consists of and where it listens, as far as the command line says so. */
final class ClusterOptions {

    @Option(names = "--replicas", paramLabel = "N", description = "Replicas of the store (default: 3).")
    private @Nullable Integer replicas;

    @Option(
            names = "--spare-replicas",
            paramLabel = "N",
            description = "Further replicas, named on from the others, that wait to be started by name and to join"
                    + " (default: as many as before, at first none).")
    private @Nullable Integer spareReplicas;

    @Option(names = "--substations", paramLabel = "N", description = "Substations (default: 2).")
    private @Nullable Integer substations;

    @Option(
            names = "--site",
            paramLabel = "[SUBSTATION=]FILE",
            description = "The site of a substation, such as substation2=garage.yaml, or else of all of them; may be"
                    + " given several times (default: a bus of 250 kW with 200 connectors each). A running cluster follows"
                    + " changes of the file.")
    private final List<String> sites = new ArrayList<>();

    @Option(names = "--no-fault-injection", description = "Links between replicas cannot be cut or delayed on request.")
    private boolean noFaultInjection;

    @Option(names = "--no-prometheus", description = "Leave Prometheus out, also when it is installed.")
    private boolean noPrometheus;

    @Option(
            names = "--replica-base-port",
            paramLabel = "PORT",
            description = "The first replica's; the others follow (default: 5000).")
    private @Nullable Integer replicaBase;

    @Option(
            names = "--substation-base-port",
            paramLabel = "PORT",
            description = "The first substation's; the others follow (default: 7001).")
    private @Nullable Integer substationBase;

    @Option(names = "--dashboard-port", paramLabel = "PORT", description = "The dashboard's (default: 8080).")
    private @Nullable Integer dashboard;

    @Option(names = "--gateway-port", paramLabel = "PORT", description = "The gateway's (default: 8081).")
    private @Nullable Integer gateway;

    @Option(names = "--balancer-port", paramLabel = "PORT", description = "The balancer's (default: 8082).")
    private @Nullable Integer balancer;

    @Option(names = "--prometheus-port", paramLabel = "PORT", description = "Prometheus' (default: 9090).")
    private @Nullable Integer prometheus;

    /**
     * The configuration with what the command line says; the rest stays.
     *
     * @throws InvalidSiteException if a site's file cannot be used
     */
    ClusterConfig applyTo(ClusterConfig config) {
        return Sites.of(sites).applyTo(withoutSites(config));
    }

    private ClusterConfig withoutSites(ClusterConfig config) {
        return new ClusterConfig(
                config.root(),
                config.applications(),
                chosen(replicas, config.replicas()),
                chosen(spareReplicas, config.spareReplicas()),
                chosen(substations, config.substations()),
                config.standbys(),
                rolesFrom(config.roles()),
                config.faultInjection() && !noFaultInjection,
                portsFrom(config.ports()),
                config.settings());
    }

    private Set<Role> rolesFrom(Set<Role> roles) {
        Set<Role> wanted = EnumSet.copyOf(roles);
        if (noPrometheus) {
            wanted.remove(Role.PROMETHEUS);
        }
        return wanted;
    }

    private Ports portsFrom(Ports ports) {
        return new Ports(
                port(replicaBase, ports.replicaBase()),
                port(substationBase, ports.substationBase()),
                port(gateway, ports.gateway()),
                port(balancer, ports.balancer()),
                port(dashboard, ports.dashboard()),
                port(prometheus, ports.prometheus()));
    }

    private static int port(@Nullable Integer option, int otherwise) {
        return chosen(option, otherwise);
    }

    private static int chosen(@Nullable Integer option, int otherwise) {
        return option == null ? otherwise : option;
    }
}
