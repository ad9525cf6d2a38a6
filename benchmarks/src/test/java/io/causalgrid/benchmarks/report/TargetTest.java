package io.causalgrid.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causalgrid.benchmarks.report.Target.Bound;
import io.causalgrid.benchmarks.report.Target.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Heading READS = new Heading(1, "Reads");
    private static final Heading TIMES = new Heading(2, "Times");

    @Test
    void theMedianDecides() {
        assertThat(verdictsOn(new Target(READS, "share", Bound.AT_LEAST, 0.8))).containsExactly(true);
        assertThat(verdictsOn(new Target(READS, "share", Bound.AT_LEAST, 0.81))).containsExactly(false);
        assertThat(verdictsOn(new Target(TIMES, "wait", Bound.AT_MOST, 10))).containsExactly(true);
        assertThat(verdictsOn(new Target(TIMES, "wait", Bound.AT_MOST, 9))).containsExactly(false);
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        assertThat(verdictsOn(new Target(READS, "wait", Bound.AT_MOST, 10))).isEmpty();
    }

    @Test
    void theTableSaysWhatWasReached() {
        var reached = new Target(TIMES, "wait", Bound.AT_MOST, 10);
        var missed = new Target(READS, "share", Bound.AT_LEAST, 0.9);

        String table = TextTable.of(report().judgedBy(List.of(missed, reached)));

        assertThat(table).containsPattern("1: share +0\\.800 x +at least 0\\.900 +NOT REACHED\n");
        assertThat(table).containsPattern("2: wait +10\\.00 ms +at most 10\\.00 +reached\n");
    }

    @Test
    void soDoesTheJson() throws Exception {
        var missed = new Target(READS, "share", Bound.AT_LEAST, 0.9);

        JsonNode target = new JsonMapper()
                .readTree(JsonReport.of(report().judgedBy(List.of(missed))))
                .at("/targets/0");

        assertThat(target.path("line").asText()).isEqualTo("share");
        assertThat(target.path("median").asDouble()).isEqualTo(0.8);
        assertThat(target.path("bound").asText()).isEqualTo("at least");
        assertThat(target.path("limit").asDouble()).isEqualTo(0.9);
        assertThat(target.path("reached").asBoolean(true)).isFalse();
    }

    private static List<Boolean> verdictsOn(Target target) {
        return report().judgedBy(List.of(target)).verdicts().stream()
                .map(Verdict::isReached)
                .toList();
    }

    private static Report report() {
        var recorder = new Recorder();
        recorder.add(READS, "share", Unit.RATIO, 0.1);
        recorder.add(READS, "share", Unit.RATIO, 0.8);
        recorder.add(READS, "share", Unit.RATIO, 2);
        recorder.add(TIMES, "wait", Unit.MILLISECONDS, 10);
        return recorder.report(Map.of());
    }
}
