package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.Role;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a local cluster consists of.
 *
 * @param root the repository; the monitoring rules are taken from here
 * @param applications where the built services lie, each as {@code MODULE/target/quarkus-app}; usually the root
 * @param replicas how many replicas of the store belong to it from the beginning, at least 1
 * @param spareReplicas how many more are prepared, with the names and ports that follow; they are started one by one, to
 *     join then
 * @param substations how many substations, at least 1
 * @param standbys how many more processes each substation has, to take it over from one that is lost
 * @param roles only processes of these roles are started
 * @param faultInjection whether links between replicas may be cut and delayed
 * @param ports where they listen
 * @param settings further settings of single processes, by process name; they win over the usual ones
 */
public record ClusterConfig(
        Path root,
        Path applications,
        int replicas,
        int spareReplicas,
        int substations,
        int standbys,
        Set<Role> roles,
        boolean faultInjection,
        Ports ports,
        Map<String, Map<String, String>> settings) {

    /** More of a kind would only exhaust the machine, and their ports run into the next kind's. */
    public static final int OF_A_KIND_MAX = 50;

    public ClusterConfig {
        requireSensible("replicas", replicas, 1);
        requireSensible("spare replicas", spareReplicas, 0);
        requireSensible("substations", substations, 1);
        requireSensible("standbys", standbys, 0);
        roles = Set.copyOf(roles);
        settings = Map.copyOf(settings);
    }

    /** Three replicas, two substations and all the rest but Prometheus, at the well-known ports. */
    public static Builder in(Path root) {
        return new Builder(root);
    }

    /** Whether both describe the same cluster, whichever build of the services each runs. */
    public boolean sameShapeAs(ClusterConfig other) {
        return withApplications(other.applications).equals(other);
    }

    /** This configuration with the services taken from somewhere else. */
    public ClusterConfig withApplications(Path elsewhere) {
        return with(elsewhere, settings);
    }

    /** This configuration with a substation's network and connectors from a file. */
    public ClusterConfig withSite(String substation, Path file) {
        Map<String, Map<String, String>> changed = new TreeMap<>(settings);
        for (int standby = 0; standby <= standbys; standby++) {
            Map<String, String> process =
                    new TreeMap<>(changed.getOrDefault(Services.substationName(substation, standby), Map.of()));
            process.put("causalgrid.grid.substation.site", file.toString());
            changed.put(Services.substationName(substation, standby), process);
        }
        return with(applications, changed);
    }

    private ClusterConfig with(Path newApplications, Map<String, Map<String, String>> newSettings) {
        return new ClusterConfig(
                root,
                newApplications,
                replicas,
                spareReplicas,
                substations,
                standbys,
                roles,
                faultInjection,
                ports,
                newSettings);
    }

    /** The substations, in the order of their ports. */
    public List<String> substationIds() {
        return IntStream.range(0, substations).mapToObj(Services::substationId).toList();
    }

    /** How many processes the substations have together. */
    int substationProcesses() {
        return substations * (1 + standbys);
    }

    /** Whether the process of this name is a spare replica. */
    public boolean isSpare(String process) {
        return IntStream.range(replicas, replicas + spareReplicas)
                .mapToObj(Services::replicaName)
                .anyMatch(process::equals);
    }

    private static void requireSensible(String what, int count, int min) {
        if (count < min || count > OF_A_KIND_MAX) {
            throw new ClusterException("There can be " + min + " to " + OF_A_KIND_MAX + " " + what + ", not " + count);
        }
    }

    /** Collects what differs from the usual. */
    public static final class Builder {

        private final Path root;
        private final Set<Role> roles = EnumSet.complementOf(EnumSet.of(Role.PROMETHEUS));
        private final Map<String, Map<String, String>> settings = new TreeMap<>();
        private @Nullable RandomGenerator freePorts;
        private Ports ports = Ports.DEFAULT;
        private int replicas = 3;
        private int spareReplicas;
        private int substations = 2;
        private int standbys;
        private boolean faultInjection = true;

        private Builder(Path root) {
            this.root = root.toAbsolutePath().normalize();
        }

        public Builder replicas(int count) {
            replicas = count;
            return this;
        }

        /** Further replicas that are not started with the others, to join the cluster later. */
        public Builder spareReplicas(int count) {
            spareReplicas = count;
            return this;
        }

        public Builder substations(int count) {
            substations = count;
            return this;
        }

        /**
         * Further processes of each substation, for tests: {@code substation1-standby1} may own {@code substation1}. Which of them
         * owns it is for them to decide; the others are ready when they run.
         */
        public Builder standbys(int ofEach) {
            standbys = ofEach;
            return this;
        }

        /** Only processes of these roles. */
        public Builder only(Collection<Role> wanted) {
            roles.clear();
            roles.addAll(wanted);
            return this;
        }

        /** Prometheus as well; its programme must be installed. */
        public Builder withPrometheus(boolean wanted) {
            if (wanted) {
                roles.add(Role.PROMETHEUS);
            } else {
                roles.remove(Role.PROMETHEUS);
            }
            return this;
        }

        public Builder faultInjection(boolean allowed) {
            faultInjection = allowed;
            return this;
        }

        public Builder ports(Ports chosen) {
            ports = chosen;
            freePorts = null;
            return this;
        }

        /** Ports nobody uses, looked for when the configuration is built. */
        public Builder freePorts(RandomGenerator random) {
            freePorts = random;
            return this;
        }

        /** A setting of one process, such as {@code ("substation1", "causalgrid.grid.time-scale", "60")}. */
        public Builder setting(String process, String key, String value) {
            settings.computeIfAbsent(process, _ -> new TreeMap<>()).put(key, value);
            return this;
        }

        public ClusterConfig build() {
            Ports where = freePorts == null
                    ? ports
                    : Ports.free(replicas + spareReplicas, substations * (1 + standbys), freePorts);
            return new ClusterConfig(
                    root, root, replicas, spareReplicas, substations, standbys, roles, faultInjection, where, settings);
        }
    }
}
