package io.causalgrid.benchmarks.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KvBenchmarkTest {
    @TempDir
    Path root;

    @Test
    void aMeasurementThatThereIsNotIsAWrongCall() {
        assertThat(wrong("--only", "1,6")).contains("there is no measurement 6");
    }

    @Test
    void nothingIsNoNumberOfRoundsOrSeconds() {
        assertThat(wrong("--rounds", "0")).contains("--rounds");
        assertThat(wrong("--seconds", "0")).contains("--seconds");
    }

    @Test
    void everyMeasurementIsChosenByItsNumber() {
        for (Measurement measurement : Measurement.values()) {
            String number = Integer.toString(measurement.heading().number());
            assertThat(planOf("--only", number).wanted()).containsExactly(measurement);
        }
    }

    @Test
    void withoutOptionsAllIsMeasuredAtLength() {
        Plan plan = planOf();

        assertThat(plan.wanted()).containsExactlyInAnyOrder(Measurement.values());
        assertThat(plan.rounds()).isEqualTo(5);
        assertThat(plan.time()).isEqualTo(Duration.ofSeconds(8));
        assertThat(plan.warmUp()).isEqualTo(Duration.ofSeconds(100));
        assertThat(plan.samples()).isEqualTo(2_000);
    }

    @Test
    void aQuickRunIsShorterUnlessToldOtherwise() {
        Plan plan = planOf("--quick", "--rounds", "7", "--only", "3");

        assertThat(plan.wanted()).containsExactly(Measurement.INTERVAL_WRITES);
        assertThat(plan.rounds()).isEqualTo(7);
        assertThat(plan.time()).isLessThan(Duration.ofSeconds(8));
        assertThat(plan.warmUp()).isLessThan(Duration.ofSeconds(100));
    }

    @Test
    void aJvmIsWarmedUpAsLongAsPlannedAndEachCaseForHalfOfThat() {
        var plan = Plan.full(1, Duration.ofSeconds(1), Set.of(Measurement.READS));

        assertThat(plan.warmUpOfEach(1)).isEqualTo(Duration.ofSeconds(100));
        assertThat(plan.warmUpOfEach(2)).isEqualTo(Duration.ofSeconds(50));
        assertThat(plan.warmUpOfEach(6)).isEqualTo(Duration.ofSeconds(50));
    }

    private Plan planOf(String... arguments) {
        var benchmark = new KvBenchmark(root);
        benchmark.commandLine().parseArgs(arguments);
        return benchmark.plan();
    }

    private String wrong(String... arguments) {
        var errors = new StringWriter();
        int code = new KvBenchmark(root)
                .commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
