package io.causalgrid.benchmarks.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DurabilityBenchmarkTest {
    @TempDir
    Path root;

    @Test
    void aMeasurementThatThereIsNotIsAWrongCall() {
        assertThat(execute("--only", "1,7")).contains("there is no measurement 7");
    }

    @Test
    void nothingIsNoNumberOfRounds() {
        assertThat(execute("--rounds", "0")).contains("--rounds");
    }

    @Test
    void aPlanKnowsWhatIsWantedAndHowManyBytesItsKeysHave() {
        var plan = new Plan(1_000, 3, Duration.ofSeconds(1), Set.of(Measurement.SNAPSHOT));

        assertThat(plan.wants(Measurement.RESTART, Measurement.SNAPSHOT)).isTrue();
        assertThat(plan.wants(Measurement.RESTART)).isFalse();
        assertThat(plan.dataBytes()).isEqualTo(112_000);
        assertThat(plan.recordsBehind()).isEqualTo(200);
    }

    @Test
    void everyMeasurementIsChosenByItsNumber() {
        for (Measurement measurement : Measurement.values()) {
            String number = Integer.toString(measurement.heading().number());
            assertThat(planOf("--only", number).wanted()).containsExactly(measurement);
        }
    }

    private Plan planOf(String... arguments) {
        var benchmark = new DurabilityBenchmark(root);
        benchmark.commandLine().parseArgs(arguments);
        return benchmark.plan();
    }

    private String execute(String... arguments) {
        var errors = new StringWriter();
        int code = new DurabilityBenchmark(root)
                .commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
