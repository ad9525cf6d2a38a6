package io.causalgrid.cli.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Role;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Prometheus as one more process of the local cluster, if it is installed: its scrape configuration and how it is started. */
public final class Prometheus {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCRAPE_INTERVAL = "2s";
    private static final String RETENTION = "7d";
    private static final String RETENTION_SIZE = "512MB";

    private Prometheus() {}

    /** Where the programme is on the search path. */
    public static Optional<Path> executable() {
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(Predicate.not(String::isEmpty))
                .map(directory -> Path.of(directory, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The process, which scrapes all the others.
     *
     * @throws ClusterException when it is not installed
     */
    static ProcessSpec spec(ClusterConfig config, Path stateDirectory) {
        Path executable =
                executable().orElseThrow(() -> new ClusterException("Prometheus is not installed, or not on the PATH"));
        URI url = URI.create("http://127.0.0.1:" + config.ports().of(Role.PROMETHEUS, 0));
        Path data = stateDirectory.resolve("data/prometheus");
        List<String> command = List.of(
                executable.toString(),
                "--config.file=" + configurationIn(stateDirectory),
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=" + RETENTION,
                "--storage.tsdb.retention.size=" + RETENTION_SIZE,
                "--web.listen-address=" + url.getAuthority(),
                "--log.level=warn");
        return new ProcessSpec(
                "prometheus",
                Role.PROMETHEUS,
                command,
                Map.of(),
                Map.of(),
                url,
                Role.PROMETHEUS.readinessPath(),
                data,
                stateDirectory.resolve("logs/prometheus.log"));
    }

    /** Writes what is scraped. Spare replicas come and go; they are in a file that Prometheus reads again on change. */
    static void writeConfiguration(List<ProcessSpec> specs, ClusterConfig config, Path stateDirectory)
            throws IOException {
        List<ProcessSpec> planned =
                specs.stream().filter(spec -> !config.isSpare(spec.name())).toList();
        StringBuilder yaml = new StringBuilder("""
                # Written by ./causalgrid up for the local cluster; changes are lost.
                global:
                  scrape_interval: %s
                  evaluation_interval: %s
                rule_files:
                  - "%s"
                scrape_configs:
                """.formatted(
                        SCRAPE_INTERVAL,
                        SCRAPE_INTERVAL,
                        config.root().resolve("monitoring/prometheus/rules").resolve("*.yml")));
        job(yaml, "kv", planned, List.of(Role.REPLICA));
        if (config.spareReplicas() > 0) {
            yaml.append("""
                        file_sd_configs:
                          - files: ["%s"]
                            refresh_interval: %s
                    """.formatted(sparesIn(stateDirectory), SCRAPE_INTERVAL));
        }
        job(yaml, "grid", planned, List.of(Role.GATEWAY, Role.BALANCER, Role.SUBSTATION));
        job(yaml, "dashboard", planned, List.of(Role.DASHBOARD));
        Files.writeString(configurationIn(stateDirectory), yaml);
    }

    /**
     * From now on these spare replicas are scraped.
     *
     * @throws ClusterException when the file cannot be written
     */
    static void writeSpares(List<ProcessSpec> started, Path stateDirectory) {
        Path file = sparesIn(stateDirectory);
        Path next = file.resolveSibling("prometheus-spares.next");
        List<Map<String, Object>> targets = started.stream()
                .map(spec -> Map.<String, Object>of(
                        "targets", List.of(spec.url().getAuthority()), "labels", Map.of("instance", spec.name())))
                .toList();
        try {
            JSON.writeValue(next.toFile(), targets);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ClusterException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void job(StringBuilder yaml, String name, List<ProcessSpec> specs, List<Role> roles) {
        List<ProcessSpec> targets =
                specs.stream().filter(spec -> roles.contains(spec.role())).toList();
        if (targets.isEmpty()) {
            return;
        }
        yaml.append("  - job_name: ").append(name).append("\n    static_configs:\n");
        for (ProcessSpec target : targets) {
            yaml.append("""
                          - targets: ["%s"]
                            labels:
                              instance: %s
                    """.formatted(target.url().getAuthority(), target.name()));
        }
    }

    private static Path sparesIn(Path stateDirectory) {
        return stateDirectory.resolve("prometheus-spares.json");
    }

    private static Path configurationIn(Path stateDirectory) {
        return stateDirectory.resolve("prometheus.yml");
    }
}
