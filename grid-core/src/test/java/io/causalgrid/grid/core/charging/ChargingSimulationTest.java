package io.causalgrid.grid.core.charging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs thousands of small grids. {@code -Dcausalgrid.simulation.seeds=N} runs a fifth of N, {@code
 * -Dcausalgrid.simulation.seed=S} repeats a single one and prints what happens in it, and {@code
 * -Dcausalgrid.simulation.endless=true} goes on until one fails, or for {@code -Dcausalgrid.simulation.minutes=M}.
 */
class ChargingSimulationTest {
    @Test
    void everyPromiseIsKept() {
        Statistics statistics = Seeds.asConfigured().run();

        System.out.println("Charging simulation: " + statistics);
        if (Seeds.areMany()) {
            assertThat(statistics.missing()).as("what never happened").isEmpty();
        }
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(statisticsOf(42)).isEqualTo(statisticsOf(42));
        assertThat(statisticsOf(42)).isNotEqualTo(statisticsOf(43));
    }

    private static String statisticsOf(long seed) {
        var statistics = new Statistics();
        new SimulatedGrid(seed, statistics, Flaw.NONE, false).run();
        return statistics.toString();
    }
}
