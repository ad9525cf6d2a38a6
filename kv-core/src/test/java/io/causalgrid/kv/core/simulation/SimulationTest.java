package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs thousands of clusters. {@code -Dcausalgrid.simulation.seeds=N} runs more, {@code -Dcausalgrid.simulation.seed=S}
 * runs a single one again.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("causalgrid.simulation.seeds", 3_000);

    @Test
    void everySiteConvergesAndNobodySeesAnEffectBeforeItsCause() {
        var statistics = new Statistics();
        Long single = Long.getLong("causalgrid.simulation.seed");
        for (long seed = single == null ? 1 : single; seed <= (single == null ? SEEDS : single); seed++) {
            try {
                new SimulatedCluster(seed, statistics).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + " fails; repeat it with -Dcausalgrid.simulation.seed=" + seed, e);
            }
        }
        System.out.println("Simulation: " + statistics);
        if (single == null) {
            assertEverythingHappened(statistics);
        }
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(statisticsOf(42)).isEqualTo(statisticsOf(42));
        assertThat(statisticsOf(42)).isNotEqualTo(statisticsOf(43));
    }

    private static String statisticsOf(long seed) {
        var statistics = new Statistics();
        new SimulatedCluster(seed, statistics).run();
        return statistics.toString();
    }

    private static void assertEverythingHappened(Statistics statistics) {
        assertThat(new long[] {
                    statistics.writes,
                    statistics.deliveries,
                    statistics.buffered,
                    statistics.duplicates,
                    statistics.refusedForRoom,
                    statistics.dropped,
                    statistics.duplicated,
                    statistics.cutOff,
                    statistics.crashes,
                    statistics.siblings
                })
                .as("%s", statistics)
                .doesNotContain(0);
    }
}
