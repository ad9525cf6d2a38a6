package io.causalgrid.systemtests.monitoring;

import io.causalgrid.systemtests.monitoring.Dashboard.Panel;
import io.causalgrid.systemtests.monitoring.Dashboard.Query;
import io.causalgrid.systemtests.monitoring.PromQlText.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a reader of a dashboard would miss or be misled by. A counter shown raw says nothing but how long a process has
 * run; a fixed range shows gaps when zoomed in and hides peaks when zoomed out; a fixed data source works in one
 * installation only.
 */
final class DashboardFaults {

    private static final String TEMPLATED_DATASOURCE = "${datasource}";
    private static final int OLDEST_SCHEMA = 39;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    private final Dashboard dashboard;
    private final List<String> faults = new ArrayList<>();

    private DashboardFaults(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** Each fault as a sentence that names the panel; empty for a dashboard in order. */
    static List<String> of(Dashboard dashboard) {
        var faults = new DashboardFaults(dashboard);
        faults.judgeDocument();
        dashboard.panels().forEach(faults::judgePanel);
        dashboard.annotations().forEach(annotation -> faults.judgeQuery("annotation", annotation));
        return List.copyOf(faults.faults);
    }

    private void judgeDocument() {
        var document = dashboard.document();
        for (var field : List.of("uid", "title", "description")) {
            require(!document.path(field).asText().isBlank(), "the dashboard has no " + field);
        }
        require(document.path("schemaVersion").asInt() >= OLDEST_SCHEMA, "schemaVersion is below " + OLDEST_SCHEMA);
        require(document.path("timezone").asText().equals("browser"), "timezone is not the browser's");
        require(!dashboard.panels().isEmpty(), "the dashboard shows nothing");
        require(
                dashboard.variables().stream()
                        .anyMatch(variable -> variable.path("name").asText().equals("datasource")
                                && variable.path("type").asText().equals("datasource")),
                "there is no variable `datasource` of type datasource");
        var ids = new HashSet<Integer>();
        dashboard.panels().forEach(panel -> require(ids.add(panel.id()), "two panels have id " + panel.id()));
    }

    private void judgePanel(Panel panel) {
        var where = "panel `" + panel.title() + "` (" + panel.id() + ")";
        require(!panel.title().isBlank(), where + " has no title");
        require(!panel.description().isBlank(), where + " has no description");
        require(!panel.unit().isBlank(), where + " has no unit");
        require(panel.datasource().equals(TEMPLATED_DATASOURCE), where + " does not use " + TEMPLATED_DATASOURCE);
        require(!panel.queries().isEmpty(), where + " asks for nothing");
        panel.queries().forEach(query -> judgeQuery(where, query));
    }

    private void judgeQuery(String place, Query query) {
        var where = place + ", query " + query.name();
        require(!query.expression().isBlank(), where + " is empty");
        require(query.datasource().equals(TEMPLATED_DATASOURCE), where + " does not use " + TEMPLATED_DATASOURCE);
        VARIABLE.matcher(query.expression())
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("__") && !variableNames().contains(name))
                .forEach(name -> faults.add(where + " uses the variable $" + name + ", which is not defined"));
        PromQlText.of(query.expression()).selectors().forEach(selector -> judgeSelector(where, selector));
    }

    private void judgeSelector(String where, Selector selector) {
        require(
                !selector.isCounter() || selector.isWrappedInRate(),
                where + " shows the counter " + selector.metric() + " outside rate() and increase()");
        require(
                selector.range() == null || selector.range().equals("$__rate_interval"),
                where + " has the fixed range [" + selector.range() + "] instead of [$__rate_interval]");
    }

    private Set<String> variableNames() {
        return dashboard.variables().stream()
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
    }

    private void require(boolean fulfilled, String fault) {
        if (!fulfilled) {
            faults.add(fault);
        }
    }
}
