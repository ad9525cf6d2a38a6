package io.causalgrid.grid.core.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Instant START = Instant.parse("2024-01-01T08:00:00Z");

    @Test
    void thePageNeedsNothingElse() {
        String page = ReportPage.of("Two sessions.", results(), ZoneOffset.UTC);

        assertThat(page).startsWith("<!doctype html>").contains("Two sessions.", "cap 10 kW", "<style>");
        assertThat(page).doesNotContain("<script", "http", "url(", "@import", " src=", "<link");
    }

    @Test
    void itsDrawingsAreWellFormedAndNamesAreEscaped() throws Exception {
        String page = ReportPage.of("<b>&", results(), ZoneOffset.UTC);

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
        String page = ReportPage.of("Two sessions.", results(), ZoneOffset.UTC);

        assertThat(page).containsPattern("<path d=\"M[0-9.]+ [0-9.]+(V[0-9.]+H[0-9.]+){2}\" class=\"line p0\"");
    }

    @Test
    void theTableHasALineARunAndDashesForWhatABoundHasNot() {
        List<Result> results = results();

        assertThat(ResultTable.header()).startsWith("policy").contains("energy %", "violations");
        assertThat(ResultTable.line(results.getFirst().summary()))
                .startsWith("offline")
                .contains("97.50", "40.0*", " - ");
        assertThat(ResultTable.isStarred(results.stream().map(Result::summary).toList()))
                .isTrue();
        assertThat(ResultTable.isStarred(List.of(results.getLast().summary()))).isFalse();
        assertThat(ResultTable.line(results.getLast().summary())).contains("75.00", "50.0");
    }

    @Test
    void theCsvHasFullNamesAndNothingForWhatABoundHasNot() {
        List<Summary> summaries = results().stream().map(Result::summary).toList();

        assertThat(ResultTable.csv(summaries).lines())
                .first()
                .isEqualTo(
                        "policy,capKw,energyDeliveredPercent,sessionsFullyServedPercent,largestShortfallKwh,"
                                + "shortfall95Kwh,violations,peakKw,energyCost,gridKwh,emissionsKg,tickMillisMedian,tickMillisMax");
        assertThat(ResultTable.csv(summaries).lines()).element(1).isEqualTo("offline,10.0,97.5,40.0,,,0.0,,,,,,");
    }

    @Test
    void aSessionIsARowWithItsTimesInTheZone() throws IOException {
        var text = new StringBuilder(SessionTable.HEADER);
        for (Result result : results()) {
            SessionTable.append(text, result, ZoneId.of("Europe/Berlin"));
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        SessionTable.HEADER.strip(),
                        "least-laxity,10,one,c-one,2024-01-01T09:00:00+01:00,2024-01-01T10:00:00+01:00,"
                                + "2024-01-01T10:00:00+01:00,4,6.6,4,true,0.8",
                        "least-laxity,10,<evil>,c-<evil>,2024-01-01T09:00:00+01:00,2024-01-01T10:00:00+01:00,"
                                + "2024-01-01T10:00:00+01:00,4,6.6,2,false,0.4");
    }

    @Test
    void aStretchIsARowWithItsLimit() throws IOException {
        var text = new StringBuilder();
        SeriesTable.append(text, results().getLast(), ZoneOffset.UTC);

        assertThat(text.toString().lines())
                .containsExactly(
                        "least-laxity,10,2024-01-01T08:00:00Z,2024-01-01T08:30:00Z,9,4.5,10,2,2",
                        "least-laxity,10,2024-01-01T08:30:00Z,2024-01-01T09:00:00Z,3,1.5,10,2,1");
    }

    @Test
    void thePageOffersItsRowsForSaving() {
        String page = ReportPage.of("Two sessions.", results(), ZoneId.of("Europe/Berlin"));
        var links = Pattern.compile("<a download=\"(\\w+).csv\" href=\"data:text/csv;charset=utf-8;base64,([^\"]+)\">")
                .matcher(page)
                .results()
                .toList();

        assertThat(links).extracting(link -> link.group(1)).containsExactly("sessions", "series");
        assertThat(links)
                .extracting(link -> new String(Base64.getDecoder().decode(link.group(2)), StandardCharsets.UTF_8))
                .allSatisfy(text -> assertThat(text.lines()).hasSize(3))
                .allSatisfy(text -> assertThat(text).contains("2024-01-01T09:00:00+01:00"));
        assertThat(page).contains(">sessions, 2 rows</a>");
    }

    private static List<Result> results() {
        var run = new Run(
                "least-laxity",
                List.of(
                        new Run.Outcome(session("one"), 4_000, 0.8, 0),
                        new Run.Outcome(session("<evil>"), 2_000, 0.4, 0)),
                List.of(
                        new Run.Load(START, START.plusSeconds(1_800), 9_000, 4_500, 10_000, 2, 2),
                        new Run.Load(
                                START.plusSeconds(1_800),
                                START.plusSeconds(3_600),
                                3_000,
                                1_500,
                                Double.POSITIVE_INFINITY,
                                2,
                                1)),
                0,
                new Run.Bill(1.2, 6_000, OptionalDouble.empty()),
                List.of(0.1, 0.3));
        return List.of(
                new Result(Summary.ofBound("offline", 10, 97.5, 40), Optional.empty(), Optional.empty(), List.of()),
                new Result(Summary.of(run, 10), Optional.of(run), Optional.empty(), List.of()));
    }

    private static RecordedSession session(String id) {
        return new RecordedSession(
                id, "c-" + id, START, START.plusSeconds(3_600), START.plusSeconds(3_600), 4_000, 6_600);
    }
}
