package io.causalgrid.benchmarks.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.benchmarks.charge.Rates.Case;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.ChargingClients.Charges;
import io.causalgrid.benchmarks.load.Failures;
import io.causalgrid.benchmarks.report.Latencies;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Report.Line;
import io.causalgrid.benchmarks.report.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatesTest {
    private static final Duration TIME = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private final List<String> measured = new ArrayList<>();
    private final Recorder recorder = new Recorder();

    @Test
    void aRoundHasEveryCaseOnce() throws IOException {
        measure(of(Lines.BARE, 100), of(Lines.MEMORY, 60));

        assertThat(measured).containsExactly(Lines.BARE, Lines.MEMORY, Lines.BARE, Lines.MEMORY);
    }

    @Test
    void ratiosAreThoseOfWhatThereIs() throws IOException {
        measure(of(Lines.BARE, 100), of(Lines.MEMORY, 60));

        assertThat(lines().stream().filter(line -> line.name().contains(" / ")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.name()).isEqualTo(Lines.MEMORY + " / " + Lines.BARE);
                    assertThat(line.series().median()).isEqualTo(0.6);
                });
    }

    @Test
    void failuresAreCountedEachRoundAndByTheirKindsOverAll() throws IOException {
        measure(new Case(Lines.STORE, _ -> charges(10, "503 in-doubt")));

        assertThat(value(Lines.failures(Lines.STORE))).containsExactly(1.0, 1.0);
        assertThat(value(Lines.failures(Lines.STORE, "503 in-doubt"))).containsExactly(2.0);
    }

    @Test
    void theTargetIsForARatioThatIsMade() {
        List<String> made = Lines.RATIOS.stream().map(Lines.Ratio::name).toList();

        assertThat(Lines.TARGETS).extracting(Target::line).isSubsetOf(made);
    }

    private Case of(String line, int count) {
        return new Case(line, time -> {
            assertThat(time).isEqualTo(TIME);
            measured.add(line);
            return charges(count);
        });
    }

    private static Charges charges(int count, String... failed) {
        var times = new Latencies();
        for (int i = 0; i < count; i++) {
            times.add(1_000_000);
        }
        var failures = new Failures();
        List.of(failed).forEach(failures::add);
        return new Charges(times, failures, TIME);
    }

    private List<Double> value(String name) {
        return lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .series()
                .rounds();
    }

    private List<Line> lines() {
        return recorder.report(Map.of()).sections().getFirst().lines();
    }

    private void measure(Case... cases) throws IOException {
        Plan plan = Plan.full(2, TIME, EnumSet.allOf(Measurement.class));
        var silence = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        try (var workplace = Workplace.in(directory, "rates")) {
            new Rates(new Bench(directory, workplace, plan, recorder, silence)).measure(List.of(cases));
        }
    }
}
