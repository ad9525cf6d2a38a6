package io.causalgrid.grid.core.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Instant START = Instant.parse("2024-01-01T08:00:00Z");

    @Test
    void thePageNeedsNothingElse() {
        String page = ReportPage.of("Two sessions.", results());

        assertThat(page).startsWith("<!doctype html>").contains("Two sessions.", "cap 10 kW", "<style>");
        assertThat(page).doesNotContain("<script", "http", "url(", "@import", " src=", "<link");
    }

    @Test
    void itsDrawingsAreWellFormedAndNamesAreEscaped() throws Exception {
        String page = ReportPage.of("<b>&", results());

        assertThat(page).contains("&lt;b&gt;&amp;").doesNotContain("<b>&", "<evil>");
        var drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .toList();
        assertThat(drawings).hasSize(5);
        for (var drawing : drawings) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawing.group())));
            assertThat(drawing.group()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void aLoadIsALineOfSteps() {
        String page = ReportPage.of("Two sessions.", results());

        assertThat(page).containsPattern("<path d=\"M[0-9.]+ [0-9.]+(V[0-9.]+H[0-9.]+){2}\" class=\"line p0\"");
    }

    @Test
    void theTableHasALineARunAndDashesForWhatABoundHasNot() {
        List<Result> results = results();

        assertThat(ResultTable.header()).startsWith("policy").contains("energy %", "violations");
        assertThat(ResultTable.line(results.getFirst().summary()))
                .startsWith("offline")
                .contains("97.50", " - ");
        assertThat(ResultTable.line(results.getLast().summary())).contains("75.00", "50.0");
    }

    @Test
    void theCsvHasFullNamesAndNothingForWhatABoundHasNot() {
        List<Summary> summaries = results().stream().map(Result::summary).toList();

        assertThat(ResultTable.csv(summaries).lines())
                .first()
                .isEqualTo("policy,capKw,energyDeliveredPercent,sessionsFullyServedPercent,largestShortfallKwh,"
                        + "shortfall95Kwh,violations,peakKw,energyCost,tickMillisMedian,tickMillisMax");
        assertThat(ResultTable.csv(summaries).lines()).element(1).isEqualTo("offline,10.0,97.5,,,,0.0,,,,");
    }

    private static List<Result> results() {
        var run = new Run(
                "least-laxity",
                List.of(new Run.Outcome(session("one"), 4_000), new Run.Outcome(session("<evil>"), 2_000)),
                List.of(
                        new Run.Load(START, START.plusSeconds(1_800), 9_000, 2),
                        new Run.Load(START.plusSeconds(1_800), START.plusSeconds(3_600), 3_000, 1)),
                0,
                1.2,
                List.of(0.1, 0.3));
        return List.of(
                new Result(Summary.ofBound("offline", 10, 97.5), Optional.empty(), List.of()),
                new Result(Summary.of(run, 10), Optional.of(run), List.of()));
    }

    private static RecordedSession session(String id) {
        return new RecordedSession(
                id, "c-" + id, START, START.plusSeconds(3_600), START.plusSeconds(3_600), 4_000, 6_600);
    }
}
