package io.causalgrid.grid.core.feeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens, substations that share a feeder do not pass its limit together; and they do lend. */
class SharedFeederTest {
    private static final int SEEDS = 400;
    private static final int PLANTED_SEEDS = 300;

    @Test
    void theFeedersLimitHolds() {
        double lent = 0;
        long used = 0;
        long takeOvers = 0;
        double most = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SharedFeeder.Figures figures = run(seed, Flaw.NONE);
            lent = Math.max(lent, figures.mostLentWatts());
            used += figures.loansUsed();
            takeOvers += figures.takeOvers();
            most = Math.max(most, figures.mostWatts());
        }
        assertThat(lent).isGreaterThan(5_000);
        assertThat(used).isGreaterThan(20L * SEEDS);
        assertThat(takeOvers).isGreaterThan(8L * SEEDS);
        assertThat(most).isGreaterThan(28_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(Flaw flaw) {
        assertThat(LongStream.range(0, PLANTED_SEEDS).anyMatch(seed -> fails(seed, flaw)))
                .as("a failing seed among %d", PLANTED_SEEDS)
                .isTrue();
    }

    private static boolean fails(long seed, Flaw flaw) {
        try {
            run(seed, flaw);
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    private static SharedFeeder.Figures run(long seed, Flaw flaw) {
        try {
            return new SharedFeeder(seed, flaw).run();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
