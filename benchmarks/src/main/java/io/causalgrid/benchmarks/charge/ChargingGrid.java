package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.cluster.Running;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.HttpConnection.Answer;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.Ports;
import io.causalgrid.cli.process.Role;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gateway, a balancer and two substations on this machine, and the store's three replicas, if sessions are to be there. */
final class ChargingGrid implements Running {
    static final List<String> SUBSTATIONS = List.of("substation1", "substation2");
    static final String PREFERRED_REPLICA = "node0";

    private static final Set<Role> CHARGING = EnumSet.of(Role.GATEWAY, Role.BALANCER, Role.SUBSTATION);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    /** Far from what the clients need: neither power nor connectors are what is measured. */
    private static final Map<String, String> ROOM =
            Map.of("causalgrid.grid.substation.limit-kw", "2000", "causalgrid.grid.substation.connectors", "400");

    private final LocalCluster cluster;

    private ChargingGrid(LocalCluster cluster) {
        this.cluster = cluster;
    }

    /** One whose sessions are in the substations' memory only; starts nothing yet. */
    static ChargingGrid inMemory(Path root, Path directory) {
        return of(ClusterConfig.in(root).only(CHARGING), directory);
    }

    /** One whose sessions are in a store of its own; starts nothing yet. */
    static ChargingGrid inStore(Path root, Path directory) {
        Set<Role> roles = EnumSet.copyOf(CHARGING);
        roles.add(Role.REPLICA);
        return of(ClusterConfig.in(root).only(roles).faultInjection(false), directory);
    }

    private static ChargingGrid of(ClusterConfig.Builder config, Path directory) {
        for (String substation : SUBSTATIONS) {
            ROOM.forEach((key, value) -> config.setting(substation, key, value));
        }
        return new ChargingGrid(
                LocalCluster.create(config.freePorts(new SecureRandom()).build(), directory));
    }

    /**
     * A second balancer of this one's substations, and a gateway that knows both balancers; starts nothing yet. They are apart
     * so that they cost nothing where they are not needed.
     */
    ChargingGrid withSecondBalancer(Path root, Path directory) {
        Ports ports = Ports.free(1, 1, new SecureRandom());
        StringBuilder substations = new StringBuilder();
        substations().forEach((id, url) -> substations.append(id + "=" + url + ","));
        String both = url("balancer") + ",http://127.0.0.1:" + ports.balancer();
        ClusterConfig.Builder config = ClusterConfig.in(root)
                .only(Set.of(Role.GATEWAY, Role.BALANCER))
                .ports(ports)
                .setting(
                        "balancer",
                        "causalgrid.grid.substations",
                        substations.deleteCharAt(substations.length() - 1).toString())
                .setting("gateway", "causalgrid.grid.balancers", both);
        return new ChargingGrid(LocalCluster.create(config.build(), directory));
    }

    /** Starts what does not run, and waits until all serve. */
    void start() {
        cluster.start();
        cluster.awaitReady(START_PATIENCE);
    }

    /** Where clients ask. */
    URI gateway() {
        return url("gateway");
    }

    /** The substations' addresses by their ids. */
    Map<String, URI> substations() {
        Map<String, URI> urls = new LinkedHashMap<>();
        SUBSTATIONS.forEach(id -> urls.put(id, url(id)));
        return urls;
    }

    URI url(String process) {
        return cluster.process(process).url();
    }

    /** Ends a process with SIGKILL. */
    void kill(String process) {
        cluster.kill(process);
    }

    /** Starts a process, without waiting for anything. */
    void start(String process) {
        cluster.start(process);
    }

    /** Waits until a process serves. */
    void awaitReady(String process) {
        cluster.awaitReady(Set.of(process), START_PATIENCE);
    }

    /** Whether a process serves. */
    boolean isReady(String process) {
        try {
            return get(url(process), "/q/health/ready").status() == 200;
        } catch (LoadException _) {
            return false; // it has not come so far
        }
    }

    /** What the substations count, added up. */
    Metrics metrics() {
        return SUBSTATIONS.stream()
                .map(id -> Metrics.parse(get(url(id), "/metrics").expect(200).body()))
                .reduce(Metrics.NONE, Metrics::plus);
    }

    private static Answer get(URI server, String path) {
        try (var connection = HttpConnection.to(server)) {
            return connection.get(path, Map.of());
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    @Override
    public void closeForGood() {
        cluster.startNoMore();
        close();
    }
}
