package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.PortHolder;
import io.causalgrid.cli.process.Role;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Where the processes listen on 127.0.0.1.
 *
 * @param replicaBase the first replica's; the others follow
 * @param substationBase the first substation's; the others follow
 */
public record Ports(int replicaBase, int substationBase, int gateway, int balancer, int dashboard, int prometheus) {

    /** The well-known ones of the local cluster. */
    public static final Ports DEFAULT = new Ports(5000, 7001, 8081, 8082, 8080, 9090);

    /** Below Linux's ephemeral ports, so that no outgoing connection takes one while its process is down. */
    private static final int FREE_MIN = 20_000;

    private static final int FREE_MAX = 32_000;
    private static final int ATTEMPTS_MAX = 200;
    private static final int SINGLE_PROCESSES = 4;

    /**
     * Ports that nobody holds now, for this many replicas and processes of substations.
     *
     * @throws ClusterException when no run of free ports was found
     */
    public static Ports free(int replicas, int substations, RandomGenerator random) {
        int count = replicas + substations + SINGLE_PROCESSES;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int base = random.nextInt(FREE_MIN, FREE_MAX - count);
            if (IntStream.range(base, base + count).allMatch(PortHolder::isFree)) {
                int single = base + replicas + substations;
                return new Ports(base, base + replicas, single, single + 1, single + 2, single + 3);
            }
        }
        throw new ClusterException("No " + count + " free ports in a row between " + FREE_MIN + " and " + FREE_MAX);
    }

    /** The port of the process of this role, the {@code index}-th of its kind. */
    int of(Role role, int index) {
        return switch (role) {
            case REPLICA -> replicaBase + index;
            case SUBSTATION -> substationBase + index;
            case GATEWAY -> gateway;
            case BALANCER -> balancer;
            case DASHBOARD -> dashboard;
            case PROMETHEUS -> prometheus;
        };
    }

    /** The option of {@code ./causalgrid up} that chooses the port of this role. */
    static String optionFor(Role role) {
        return switch (role) {
            case REPLICA -> "--replica-base-port";
            case SUBSTATION -> "--substation-base-port";
            case GATEWAY -> "--gateway-port";
            case BALANCER -> "--balancer-port";
            case DASHBOARD -> "--dashboard-port";
            case PROMETHEUS -> "--prometheus-port";
        };
    }
}
