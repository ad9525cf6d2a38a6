package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.kv.Case.Server;
import io.causalgrid.benchmarks.kv.Lines.Ratio;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Measures cases in alternation: every round has each of them once, so that what disturbs a round meets all alike. */
final class Rounds {
    private final Plan plan;
    private final Recorder recorder;
    private final Progress progress;

    Rounds(Plan plan, Recorder recorder, Progress progress) {
        this.plan = plan;
        this.recorder = recorder;
        this.progress = progress;
    }

    /** Warms up, measures those that are wanted, and adds their ratios. */
    void measure(List<Case> all) {
        List<Case> cases =
                all.stream().filter(each -> plan.wants(each.measurement())).toList();
        warmUp(cases, Server.NOTHING);
        warmUp(cases, Server.STORE);
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Case each : cases) {
                progress.say("round %d of %d: %s".formatted(round, plan.rounds(), each.line()));
                double perSecond = each.rate().perSecond(plan.time());
                recorder.add(each.measurement().heading(), each.line(), Unit.PER_SECOND, perSecond);
                settle(each)
                        .ifPresent(seconds -> recorder.add(
                                each.measurement().heading(), Lines.settled(each.line()), Unit.SECONDS, seconds));
            }
        }
        addRatios(cases);
    }

    private static OptionalDouble settle(Case after) {
        Case.Settling settling = after.settling();
        return settling == null ? OptionalDouble.empty() : OptionalDouble.of(settling.seconds());
    }

    private void warmUp(List<Case> cases, Server server) {
        List<Case> its = cases.stream().filter(each -> each.server() == server).toList();
        Duration each = plan.warmUpOfEach(its.size());
        for (Case warmed : its) {
            progress.say("warming up for %d s: %s".formatted(each.toSeconds(), warmed.line()));
            var _ = warmed.rate().perSecond(each);
            var _ = settle(warmed);
        }
    }

    private void addRatios(List<Case> cases) {
        Set<String> measured = new HashSet<>();
        cases.forEach(each -> measured.add(each.measurement() + each.line()));
        for (Ratio ratio : Lines.RATIOS) {
            if (measured.contains(ratio.measurement() + ratio.dividend())
                    && measured.contains(ratio.measurement() + ratio.divisor())) {
                recorder.addRatio(ratio.measurement().heading(), ratio.name(), ratio.dividend(), ratio.divisor());
            }
        }
    }
}
