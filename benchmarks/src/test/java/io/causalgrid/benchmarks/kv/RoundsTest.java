package io.causalgrid.benchmarks.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.kv.Case.Server;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Report;
import io.causalgrid.benchmarks.report.Report.Line;
import io.causalgrid.benchmarks.report.Target;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration TIME = Duration.ofSeconds(2);

    private final List<String> measured = new ArrayList<>();
    private final Recorder recorder = new Recorder();

    @Test
    void aRoundHasEveryCaseOnce() {
        measure(
                Set.of(Measurement.READS),
                read(Lines.NOTHING_GET, Server.NOTHING, 100),
                read(Lines.GET, Server.STORE, 90),
                read(Lines.REDIS_GET, Server.PEER, 200));

        assertThat(measured)
                .filteredOn(each -> each.endsWith("for 2 s"))
                .containsExactly(
                        "do-nothing GET for 2 s",
                        "GET for 2 s",
                        "Redis GET for 2 s",
                        "do-nothing GET for 2 s",
                        "GET for 2 s",
                        "Redis GET for 2 s");
    }

    @Test
    void eachJvmIsWarmedUpBeforeAnythingIsMeasuredAndOtherProductsAreNot() {
        measure(
                Set.of(Measurement.READS),
                read(Lines.NOTHING_GET, Server.NOTHING, 100),
                read(Lines.GET, Server.STORE, 90),
                read(Lines.GET_TOKEN, Server.STORE, 80),
                read(Lines.REDIS_GET, Server.PEER, 200));

        assertThat(measured)
                .startsWith(
                        "do-nothing GET for 100 s",
                        "GET for 50 s",
                        "GET with a satisfied token for 50 s",
                        "do-nothing GET for 2 s");
    }

    @Test
    void whatIsNotWantedIsNotMeasured() {
        measure(Set.of(Measurement.SIMPLE_API), read(Lines.GET, Server.STORE, 90));

        assertThat(measured).isEmpty();
    }

    @Test
    void afterWritesTheReplicasBecomeEqualBeforeAnythingElseIsMeasured() {
        measure(
                Set.of(Measurement.READS),
                new Case(Measurement.READS, Lines.PUT, Server.STORE, rate(Lines.PUT, 10), () -> {
                    measured.add("settling");
                    return 0.5;
                }),
                read(Lines.REDIS_GET, Server.PEER, 200));

        assertThat(measured)
                .startsWith("PUT for 100 s", "settling", "PUT for 2 s", "settling", "Redis GET for 2 s", "PUT for 2 s");
        assertThat(recorder.report(Map.of()).sections().getFirst().lines())
                .filteredOn(line -> line.name().equals("PUT: until all have it"))
                .singleElement()
                .satisfies(line -> assertThat(line.series().median()).isEqualTo(0.5));
    }

    @Test
    void ratiosAreThoseOfWhatThereIs() {
        measure(
                Set.of(Measurement.READS),
                read(Lines.NOTHING_GET, Server.NOTHING, 100),
                read(Lines.GET, Server.STORE, 90));

        Report report = recorder.report(Map.of());
        assertThat(report.sections().getFirst().lines())
                .extracting(Line::name)
                .containsExactly("do-nothing GET", "GET", "GET / do-nothing GET");
        assertThat(report.sections().getFirst().lines().getLast().series().median())
                .isEqualTo(0.9);
    }

    @Test
    void everyTargetForARatioIsForOneThatIsMade() {
        List<String> made = Lines.RATIOS.stream()
                .map(ratio -> ratio.measurement().heading() + ratio.name())
                .toList();

        for (Target target : Lines.TARGETS) {
            if (!target.heading().equals(Measurement.VISIBILITY.heading())) {
                assertThat(made).contains(target.heading() + target.line());
            }
        }
    }

    private void measure(Set<Measurement> wanted, Case... cases) {
        var plan = Plan.full(2, TIME, EnumSet.copyOf(wanted));
        var silence = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        new Rounds(plan, recorder, silence).measure(List.of(cases));
    }

    private Case read(String line, Server server, double perSecond) {
        return new Case(Measurement.READS, line, server, rate(line, perSecond));
    }

    private Case.Rate rate(String line, double perSecond) {
        return time -> {
            measured.add(line + " for " + time.toSeconds() + " s");
            return perSecond;
        };
    }
}
