package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.load.ChargingClients;
import io.causalgrid.benchmarks.load.ChargingClients.Charges;
import io.causalgrid.benchmarks.load.Failures;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures cases in alternation: every round has each of them once, so that what disturbs a round meets all alike. */
final class Rates {
    private static final Heading HEADING = Measurement.RATES.heading();

    private final Bench bench;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    Rates(Bench bench) {
        this.bench = bench;
    }

    /** A name, and the clients that ask. */
    record Case(String line, Load load) {
        Case(String line, ChargingClients clients) {
            this(line, clients::charge);
        }
    }

    /** Vehicles that ask for sessions over that time. */
    interface Load {
        Charges charge(Duration time);
    }

    /** Warms a case up. */
    void warmUp(Case warmed) {
        bench.progress().say("warming up: " + warmed.line());
        var came = WarmUp.until(bench.plan().warmUp(), time -> {
            double perSecond = warmed.load().charge(time).perSecond();
            bench.progress().say("%s: %.0f/s".formatted(warmed.line(), perSecond));
            return perSecond;
        });
        if (!came.isSteady()) {
            bench.progress()
                    .say(warmed.line()
                            + " is not steady after %d s".formatted(came.time().toSeconds()));
        }
    }

    /** Measures them, and adds their ratios. */
    void measure(List<Case> cases) {
        for (int round = 1; round <= bench.plan().rounds(); round++) {
            for (Case each : cases) {
                bench.progress()
                        .say("round %d of %d: %s".formatted(round, bench.plan().rounds(), each.line()));
                record(each.line(), each.load().charge(bench.plan().time()));
            }
        }
        Recorder recorder = bench.recorder();
        failures.forEach((line, kinds) -> kinds.byKind()
                .forEach((kind, count) ->
                        recorder.add(HEADING, Lines.failures(line, kind), Unit.COUNT, (double) count)));
        List<String> measured = cases.stream().map(Case::line).toList();
        Lines.RATIOS.stream()
                .filter(ratio -> measured.contains(ratio.dividend()) && measured.contains(ratio.divisor()))
                .forEach(ratio -> recorder.addRatio(HEADING, ratio.name(), ratio.dividend(), ratio.divisor()));
    }

    private void record(String line, Charges charges) {
        Recorder recorder = bench.recorder();
        recorder.add(HEADING, line, Unit.PER_SECOND, charges.perSecond());
        if (charges.times().count() > 0) {
            recorder.add(
                    HEADING,
                    Lines.time(line, "median"),
                    Unit.MILLISECONDS,
                    charges.times().percentileMillis(50));
            recorder.add(
                    HEADING,
                    Lines.time(line, "99th percentile"),
                    Unit.MILLISECONDS,
                    charges.times().percentileMillis(99));
        }
        recorder.add(HEADING, Lines.failures(line), Unit.COUNT, (double)
                charges.failures().total());
        failures.computeIfAbsent(line, _ -> new Failures()).addAll(charges.failures());
    }
}
