package io.causalgrid.systemtests.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Grafana dashboard as its file describes it. Nothing is judged here; see {@link DashboardFaults}.
 *
 * @param document the whole file
 * @param panels those that show data, from open and from collapsed rows
 */
record Dashboard(JsonNode document, List<Panel> panels) {

    /** The variables that Grafana fills in, as promtool can read them. */
    private static final String PLAUSIBLE_RANGE = "5m";

    /** A panel that shows data. Text that the file lacks is the empty string. */
    record Panel(int id, String title, String description, String unit, String datasource, List<Query> queries) {}

    record Query(String name, String expression, String datasource) {

        /** The expression with Grafana's variables replaced by what they could stand for. */
        String asPlainPromQl() {
            return expression.replace("$__rate_interval", PLAUSIBLE_RANGE).replaceAll("\\$\\w+|\\$\\{\\w+}", ".*");
        }
    }

    static Dashboard read(Path file) {
        return of(MonitoringFiles.json(file));
    }

    static Dashboard of(JsonNode document) {
        var panels = new ArrayList<Panel>();
        addPanels(document.path("panels"), panels);
        return new Dashboard(document, List.copyOf(panels));
    }

    /** The queries of all panels and of the annotations. */
    Stream<Query> queries() {
        return Stream.concat(panels.stream().flatMap(panel -> panel.queries().stream()), annotations().stream());
    }

    List<Query> annotations() {
        return elements(document.path("annotations").path("list"))
                .filter(annotation -> annotation.has("expr"))
                .map(annotation -> query(annotation.path("name").asText(), annotation))
                .toList();
    }

    List<JsonNode> variables() {
        return elements(document.path("templating").path("list")).toList();
    }

    private static void addPanels(JsonNode nodes, List<Panel> panels) {
        for (var node : nodes) {
            if (node.path("type").asText().equals("row")) {
                addPanels(node.path("panels"), panels);
            } else {
                panels.add(panel(node));
            }
        }
    }

    private static Panel panel(JsonNode node) {
        return new Panel(
                node.path("id").asInt(-1),
                node.path("title").asText(),
                node.path("description").asText(),
                node.path("fieldConfig").path("defaults").path("unit").asText(),
                node.path("datasource").path("uid").asText(),
                elements(node.path("targets"))
                        .map(target -> query(target.path("refId").asText(), target))
                        .toList());
    }

    private static Query query(String name, JsonNode node) {
        return new Query(
                name,
                node.path("expr").asText(),
                node.path("datasource").path("uid").asText());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
