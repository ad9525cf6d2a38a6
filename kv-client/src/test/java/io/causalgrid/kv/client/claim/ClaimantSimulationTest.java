package io.causalgrid.kv.client.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rivals, cuts, pauses, lost disks and clocks that differ: at no time two hold the claim, and in calm one does. */
class ClaimantSimulationTest {
    private static final int SEEDS = 1_000;
    private static final int PLANTED_SEEDS = 100;

    @Test
    void atMostOneHoldsTheClaimAtAnyTime() {
        int takeOvers = 0;
        int lostDisks = 0;
        int pauses = 0;
        int cuts = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var run = new SimulatedClaims(seed, Flaw.NONE);
            try {
                run.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " fails", e);
            }
            takeOvers += run.takeOvers;
            lostDisks += run.lostDisks;
            pauses += run.pauses;
            cuts += run.cutsMade;
        }
        System.out.printf(
                "Claims: %d seeds, %d take-overs, %d disks lost, %d pauses, %d cuts%n",
                SEEDS, takeOvers, lostDisks, pauses, cuts);
        assertThat(takeOvers).isGreaterThan(SEEDS * 2);
        assertThat(lostDisks).isGreaterThan(SEEDS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(Flaw flaw) {
        assertThat(LongStream.rangeClosed(1, PLANTED_SEEDS)
                        .filter(seed -> fails(seed, flaw))
                        .findFirst())
                .as("a failing seed among %d", PLANTED_SEEDS)
                .isPresent();
    }

    private static boolean fails(long seed, Flaw flaw) {
        try {
            new SimulatedClaims(seed, flaw).run();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
