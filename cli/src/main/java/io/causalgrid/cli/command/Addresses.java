package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.terminal.Colour;
import io.causalgrid.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where to go now that everything runs. */
final class Addresses {

    private static final List<Role> ORDER =
            List.of(Role.DASHBOARD, Role.REPLICA, Role.GATEWAY, Role.BALANCER, Role.SUBSTATION, Role.PROMETHEUS);

    private Addresses() {}

    static void print(LocalCluster cluster, Terminal terminal) {
        ClusterConfig config = cluster.config();
        List<ClusterProcess> processes = cluster.processes();
        terminal.print(terminal.coloured(Colour.BOLD, "CausalGrid is up."));
        terminal.print("");
        for (Role role : ORDER) {
            List<String> urls = processes.stream()
                    .filter(process -> process.spec().role() == role && !config.isSpare(process.name()))
                    .map(process -> process.url().toString())
                    .toList();
            if (!urls.isEmpty()) {
                terminal.print(String.format(Locale.ROOT, "  %-12s %s", title(role, urls.size()), joined(urls)));
            }
        }
        processes.stream()
                .filter(process -> config.isSpare(process.name()))
                .forEach(process -> terminal.print(String.format(
                        Locale.ROOT,
                        "  %-12s %s, when started: ./causalgrid start %s",
                        "Spare",
                        process.url(),
                        process.name())));
        terminal.print("");
        terminal.print(
                "Next: ./causalgrid demo causal, ./causalgrid demo charging, ./causalgrid status, ./causalgrid down");
    }

    private static String title(Role role, int count) {
        String word = role.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + role.label().substring(1);
        return count == 1 ? word : word + "s";
    }

    private static String joined(List<String> urls) {
        return urls.stream().collect(Collectors.joining("  "));
    }
}
