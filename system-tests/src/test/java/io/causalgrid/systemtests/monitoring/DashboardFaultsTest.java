package io.causalgrid.systemtests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker must be able to find each fault; a checker that finds nothing looks the same as a good board. */
class DashboardFaultsTest {

    private static final String GOOD = """
            {"uid": "u", "title": "t", "description": "d", "schemaVersion": 41, "timezone": "browser",
             "templating": {"list": [{"name": "datasource", "type": "datasource"}, {"name": "site", "type": "query"}]},
             "annotations": {"list": [
               {"name": "alerts", "expr": "ALERTS", "datasource": {"uid": "${datasource}"}}]},
             "panels": [{"type": "row", "panels": [
               {"id": 1, "title": "Writes", "description": "Writes accepted.", "datasource": {"uid": "${datasource}"},
                "fieldConfig": {"defaults": {"unit": "wps"}},
                "targets": [{"refId": "A", "datasource": {"uid": "${datasource}"},
                  "expr": "rate(kv_writes_total{site=~'$site'}[$__rate_interval])"}]}]}]}
            """;

    @Test
    void aGoodDashboardHasNoFaults() {
        assertThat(faultsOf(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"title\": \"Writes\" | \"title\": \"\" | has no title",
                "Writes accepted. | '' | has no description",
                "wps | '' | has no unit",
                "\"description\": \"d\" | \"description\": \"\" | the dashboard has no description",
                "\"datasource\": {\"uid\": \"${datasource}\"} | \"datasource\": {\"uid\": \"abc\"} | not use ${datasource}",
                "$__rate_interval | 5m | fixed range [5m]",
                "rate( | max_over_time( | counter kv_writes_total outside rate()",
                "'''$site''' | '''$town''' | variable $town, which is not defined",
                "\"type\": \"datasource\" | \"type\": \"query\" | no variable `datasource`",
                "\"schemaVersion\": 41 | \"schemaVersion\": 16 | schemaVersion is below",
                "\"timezone\": \"browser\" | \"timezone\": \"utc\" | timezone is not",
            })
    void aSpoiltDashboardIsToldSo(String original, String spoilt, String fault) {
        var document = GOOD.replace(original, spoilt);

        assertThat(document).as("the sample contains what is to be spoilt").isNotEqualTo(GOOD);
        assertThat(faultsOf(document)).anyMatch(found -> found.contains(fault));
    }

    private static List<String> faultsOf(String document) {
        try {
            return DashboardFaults.of(Dashboard.of(new ObjectMapper().readTree(document)));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the sample is not JSON: " + document, e);
        }
    }
}
