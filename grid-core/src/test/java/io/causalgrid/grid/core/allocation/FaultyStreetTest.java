package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens on a {@link FaultyStreet}, every limit holds at every instant; and what would break one is found. */
class FaultyStreetTest {
    private static final int PLANTED_SEEDS = 100;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLimitHoldsAtEveryInstant(long seed) {
        assertThat(new FaultyStreet(seed, Flaw.NONE).run()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(Flaw flaw) {
        var found = LongStream.range(0, PLANTED_SEEDS)
                .filter(seed -> fails(seed, flaw))
                .findFirst();

        assertThat(found).as("a failing seed among %d", PLANTED_SEEDS).isPresent();
    }

    private static boolean fails(long seed, Flaw flaw) {
        try {
            new FaultyStreet(seed, flaw).run();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
