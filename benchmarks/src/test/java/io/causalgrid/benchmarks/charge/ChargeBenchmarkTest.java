package io.causalgrid.benchmarks.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChargeBenchmarkTest {
    @TempDir
    Path root;

    @Test
    void aMeasurementThatThereIsNotIsAWrongCall() {
        assertThat(wrong("--only", "1,5")).contains("there is no measurement 5");
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
        assertThat(plan.time()).isEqualTo(Duration.ofSeconds(6));
        assertThat(plan.warmUp()).isEqualTo(WarmUp.Limits.FULL);
    }

    @Test
    void aQuickRunIsShorterUnlessToldOtherwise() {
        Plan plan = planOf("--quick", "--rounds", "7", "--only", "3");

        assertThat(plan.wanted()).containsExactly(Measurement.RESTART);
        assertThat(plan.rounds()).isEqualTo(7);
        assertThat(plan.time()).isLessThan(Duration.ofSeconds(6));
        assertThat(plan.warmUp()).isEqualTo(WarmUp.Limits.QUICK);
    }

    private Plan planOf(String... arguments) {
        var benchmark = new ChargeBenchmark(root);
        benchmark.commandLine().parseArgs(arguments);
        return benchmark.plan();
    }

    private String wrong(String... arguments) {
        var errors = new StringWriter();
        int code = new ChargeBenchmark(root)
                .commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
