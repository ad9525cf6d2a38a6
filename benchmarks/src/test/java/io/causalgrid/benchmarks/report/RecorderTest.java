package io.causalgrid.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.causalgrid.benchmarks.report.Report.Line;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Heading SECOND = new Heading(2, "Restart");
    private static final Heading FIRST = new Heading(1, "Writes");

    private final Recorder recorder = new Recorder();

    @Test
    void sectionsAreOrderedByNumberAndLinesAsTheyCame() {
        recorder.add(SECOND, "empty", Unit.SECONDS, 1);
        recorder.add(FIRST, "slow", Unit.PER_SECOND, 10);
        recorder.add(FIRST, "fast", Unit.PER_SECOND, 40);
        recorder.add(FIRST, "slow", Unit.PER_SECOND, 20);

        Report report = recorder.report(Map.of());

        assertThat(report.sections()).extracting(Report.Section::heading).containsExactly(FIRST, SECOND);
        assertThat(report.sections().getFirst().lines()).extracting(Line::name).containsExactly("slow", "fast");
        assertThat(report.sections().getFirst().lines().getFirst().series().rounds())
                .containsExactly(10.0, 20.0);
    }

    @Test
    void aRatioIsALineOfItsOwn() {
        recorder.add(FIRST, "slow", Unit.PER_SECOND, 10);
        recorder.add(FIRST, "fast", Unit.PER_SECOND, 40);

        recorder.addRatio(FIRST, "slow / fast", "slow", "fast");

        Line ratio = recorder.report(Map.of()).sections().getFirst().lines().getLast();
        assertThat(ratio.name()).isEqualTo("slow / fast");
        assertThat(ratio.unit()).isEqualTo(Unit.RATIO);
        assertThat(ratio.series().rounds()).containsExactly(0.25);
    }

    @Test
    void aRatioNeedsBothLines() {
        recorder.add(FIRST, "slow", Unit.PER_SECOND, 10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorder.addRatio(FIRST, "slow / fast", "slow", "fast"))
                .withMessageContaining("fast");
    }
}
