package io.causalgrid.benchmarks.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
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
        for (Measurement measurement : EnumSet.allOf(Measurement.class)) {
            assertThat(Measurement.ofNumber(measurement.heading().number())).contains(measurement);
        }
    }

    private String execute(String... arguments) {
        var errors = new StringWriter();
        int code = DurabilityBenchmark.commandLine(root)
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
