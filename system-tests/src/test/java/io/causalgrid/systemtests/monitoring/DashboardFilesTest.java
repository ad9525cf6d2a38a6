package io.causalgrid.systemtests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardFilesTest {

    static List<Path> dashboardFiles() {
        return MonitoringFiles.dashboardFiles();
    }

    @ParameterizedTest
    @MethodSource("dashboardFiles")
    void theDashboardHasNoFaults(Path file) {
        assertThat(DashboardFaults.of(Dashboard.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboardFiles")
    void everyExpressionIsValid(Path file, @TempDir Path folder) throws IOException {
        // Given the board's expressions as recording rules; a YAML parser reads JSON too
        var rules = new ArrayList<Map<String, String>>();
        Dashboard.read(file)
                .queries()
                .forEach(query ->
                        rules.add(Map.of("record", "board:query:" + rules.size(), "expr", query.asPlainPromQl())));
        var document = Map.of("groups", List.of(Map.of("name", "board", "rules", rules)));
        var ruleFile = folder.resolve("board.yml");
        new ObjectMapper().writeValue(ruleFile.toFile(), document);

        Promtool.accepts(List.of("check", "rules", "--lint=all", "--lint-fatal"), List.of(ruleFile));
    }

    @Test
    void dashboardsHaveDifferentIdentifiers() {
        var identifiers = MonitoringFiles.dashboardFiles().stream()
                .map(file -> MonitoringFiles.json(file).path("uid").asText());

        assertThat(identifiers).doesNotHaveDuplicates();
    }

    @Test
    void theMetricsThatMustBeServedAreFoundInBoardsAndRules() {
        assertThat(MonitoredMetrics.names())
                .contains("kv_vector_entry", "kv_write_seconds_bucket", "grid_connectors", "kv_clock_drift_total")
                .noneMatch(name -> name.contains(":"))
                .doesNotContain("up", "ALERTS");
    }
}
