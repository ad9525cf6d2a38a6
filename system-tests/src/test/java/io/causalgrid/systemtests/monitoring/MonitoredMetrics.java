package io.causalgrid.systemtests.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The metrics that boards and rules rely on, and that the services therefore have to serve. */
final class MonitoredMetrics {

    /** Made by Prometheus itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

    private MonitoredMetrics() {}

    /** Every metric named in any board or rule, without those that Prometheus or a recording rule makes. */
    static Set<String> names() {
        var names = Stream.concat(
                        MonitoringFiles.dashboardFiles().stream()
                                .map(Dashboard::read)
                                .flatMap(Dashboard::queries)
                                .map(Dashboard.Query::expression),
                        rules().stream().map(rule -> rule.path("expr").asText()))
                .flatMap(expression -> PromQlText.of(expression).metrics().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(OF_PROMETHEUS);
        names.removeAll(recorded());
        return names;
    }

    /** All rules of all files, recording and alerting. */
    static List<JsonNode> rules() {
        return MonitoringFiles.ruleFiles().stream()
                .flatMap(file -> elements(MonitoringFiles.yaml(file).path("groups")))
                .flatMap(group -> elements(group.path("rules")))
                .toList();
    }

    private static Set<String> recorded() {
        return rules().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.path("record").asText())
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
