package io.causalgrid.grid.core.charging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing is worth something only if it finds what is there. */
class ChargingPlantedBugsTest {
    private static final int SEEDS = 100;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theSimulationFindsIt(Flaw flaw) {
        Optional<Seeds.Failure> found = Seeds.upTo(SEEDS, flaw).firstFailure();

        assertThat(found).as("a failing seed among %d", SEEDS).isPresent();
        System.out.printf(
                "Planted bug %s: seed %d says %s%n",
                flaw, found.get().seed(), firstLine(found.get().cause()));
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("");
    }
}
