package io.causalgrid.systemtests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PrometheusFilesTest {

    @Test
    void prometheusAcceptsItsConfiguration() {
        Promtool.accepts(
                List.of("check", "config", "--lint=all", "--lint-fatal"),
                List.of(MonitoringFiles.prometheusConfiguration()));
    }

    @Test
    void rulesAreValidAndWithoutDuplicates() {
        Promtool.accepts(List.of("check", "rules", "--lint=all", "--lint-fatal"), MonitoringFiles.ruleFiles());
    }

    @Test
    void rulesDoWhatTheirTestsSay() {
        Promtool.accepts(List.of("test", "rules"), MonitoringFiles.ruleTestFiles());
    }

    @Test
    void everyAlertIsTestedFiringAndSilent() {
        // Given
        var firing = new HashSet<String>();
        var silent = new HashSet<String>();
        for (var file : MonitoringFiles.ruleTestFiles()) {
            for (var test : MonitoringFiles.yaml(file).path("tests")) {
                for (var expectation : test.path("alert_rule_test")) {
                    var seen = expectation.path("exp_alerts").isEmpty() ? silent : firing;
                    seen.add(expectation.path("alertname").asText());
                }
            }
        }

        // When
        var alerts = alertNames();

        // Then
        assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        var guide = Files.readString(MonitoringFiles.root().resolve("docs/how-to/alerts.md"));

        for (var alert : alerts()) {
            var name = alert.path("alert").asText();
            var annotations = alert.path("annotations");
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).as(name).isNotBlank();
            assertThat(annotations.path("description").asText()).as(name).isNotBlank();
            assertThat(annotations.path("runbook").asText())
                    .isEqualTo("docs/how-to/alerts.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(guide).contains("\n### " + name + "\n");
        }
    }

    @Test
    void theGuideDescribesNoAlertThatDoesNotExist() throws IOException {
        var described = Files.readString(MonitoringFiles.root().resolve("docs/how-to/alerts.md"))
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip());

        assertThat(described).containsExactlyInAnyOrderElementsOf(alertNames());
    }

    @Test
    void everyServiceOfTheContainersIsScrapedAtItsPort() {
        // Given
        var targets = new TreeSet<String>();
        MonitoringFiles.yaml(MonitoringFiles.prometheusConfiguration())
                .findValues("targets")
                .forEach(list -> list.forEach(target -> targets.add(target.asText())));

        // When
        var services = new TreeSet<String>();
        MonitoringFiles.yaml(MonitoringFiles.root().resolve("docker-compose.yml"))
                .path("services")
                .properties()
                .forEach(service -> {
                    var port = service.getValue().path("environment").path("QUARKUS_HTTP_PORT");
                    if (!port.isMissingNode()) {
                        services.add(service.getKey() + ":" + port.asText());
                    }
                });

        // Then
        assertThat(services).hasSize(8);
        assertThat(targets).isEqualTo(services);
    }

    private static List<JsonNode> alerts() {
        return MonitoredMetrics.rules().stream()
                .filter(rule -> rule.has("alert"))
                .toList();
    }

    private static Set<String> alertNames() {
        return alerts().stream().map(alert -> alert.path("alert").asText()).collect(Collectors.toSet());
    }
}
