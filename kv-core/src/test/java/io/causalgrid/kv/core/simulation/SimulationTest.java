package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs thousands of clusters. {@code -Dcausalgrid.simulation.seeds=N} runs more or fewer,
 * {@code -Dcausalgrid.simulation.seed=S} repeats a single one, and {@code -Dcausalgrid.simulation.endless=true} goes on
 * until one fails, or for {@code -Dcausalgrid.simulation.minutes=M}.
 */
class SimulationTest {
    @Test
    void everySiteConvergesAndNobodySeesAnEffectBeforeItsCause() {
        Statistics statistics = Seeds.asConfigured().run();

        System.out.println("Simulation: " + statistics);
        if (Seeds.areMany()) {
            assertThat(statistics.missing()).as("what never happened").isEmpty();
        }
    }

    /** The first life of one site ends at its first operation on the disk, then at its second, and so on. */
    @Test
    void aCrashAtEveryStepLosesNothing() {
        var statistics = new Statistics();
        for (int seed : List.of(9, 17)) { // node0 asks its disk often enough in both
            for (int operation = 1; operation <= 60; operation++) {
                var cluster = new SimulatedCluster(seed, statistics, Flaw.NONE).spared();
                cluster.site("node0").orElseThrow().crashAtOperation(operation);
                cluster.run();
            }
        }
        assertThat(statistics.counts().get(Happening.CRASH_AT_DISK_OPERATION)).isEqualTo(120);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(statisticsOf(42)).isEqualTo(statisticsOf(42));
        assertThat(statisticsOf(42)).isNotEqualTo(statisticsOf(43));
    }

    private static String statisticsOf(long seed) {
        var statistics = new Statistics();
        new SimulatedCluster(seed, statistics, Flaw.NONE).run();
        return statistics.toString();
    }
}
