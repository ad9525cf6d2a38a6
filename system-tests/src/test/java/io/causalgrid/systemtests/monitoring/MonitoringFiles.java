package io.causalgrid.systemtests.monitoring;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the monitoring files lie in the source tree, and how they are read. */
final class MonitoringFiles {

    private static final Path ROOT = Path.of(requireNonNull(
            System.getProperty("causalgrid.root"), "system property causalgrid.root: the source tree's root"));
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private MonitoringFiles() {}

    static Path root() {
        return ROOT;
    }

    static Path prometheusConfiguration() {
        return ROOT.resolve("monitoring/prometheus/prometheus.yml");
    }

    static List<Path> ruleFiles() {
        return list("monitoring/prometheus/rules", ".yml");
    }

    static List<Path> ruleTestFiles() {
        return list("monitoring/prometheus/tests", ".yml");
    }

    static List<Path> dashboardFiles() {
        return list("monitoring/grafana/dashboards", ".json");
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Never empty: a check over no files would pass for the wrong reason. */
    private static List<Path> list(String folder, String suffix) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            var found = files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("no *" + suffix + " in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
