package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.series.Changing;
import io.causalgrid.grid.core.series.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who waits for cheap hours waits; who waits for others has its turn. */
class PlannedWaitingTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant CHEAP = START.plus(Duration.ofHours(4));
    private static final Instant DEPARTURE = START.plus(Duration.ofHours(8));
    private static final Duration STEP = Duration.ofMinutes(5);

    @Test
    void whoeverWaitsForCheapHoursIsLeftAlone() {
        var prices = new Changing(1, new TreeMap<>(Map.of(CHEAP, 0.0)));

        List<double[]> amps = divided(64, prices, 6_000);

        int dear = (int) Duration.between(START, CHEAP).dividedBy(STEP);
        assertThat(amps.subList(0, dear)).allMatch(step -> step[0] == 0 && step[1] == 0);
        assertThat(amps).as("steps until it is served").hasSizeLessThan(2 * dear);
    }

    @Test
    void whoeverIsPausedForOthersHasItsTurn() {
        List<double[]> amps = divided(8, Course.constant(0.3), 100_000);

        for (int connector = 0; connector < 2; connector++) {
            int waited = 0;
            int longest = 0;
            for (double[] step : amps) {
                waited = step[connector] > 0 ? 0 : waited + 1;
                longest = Math.max(longest, waited);
            }
            assertThat(longest).as("steps without current").isLessThanOrEqualTo(8);
        }
    }

    /** Two vehicles until just before the plan is over, or served: what each had. */
    private static List<double[]> divided(double busAmps, Course prices, double wattHours) {
        Network network =
                Network.singleBus(List.of(connector("a"), connector("b")), LimitProfile.constant(busAmps * 230));
        var settings = new AllocatorSettings(
                Duration.ofMinutes(15), Duration.ofMinutes(20), OrderSettings.exact(Duration.ofMinutes(1)));
        var plant = new ObedientPlant(
                new Allocator(new Horizon(new HorizonSettings(prices, 10, 0, 0)), settings, network), 2);
        double[] missing = {wattHours, wattHours};
        List<double[]> all = new ArrayList<>();
        for (Instant now = START; now.isBefore(DEPARTURE) && missing[0] > 100; now = now.plus(STEP)) {
            List<Grant> grants =
                    plant.allocate(List.of(demand("a", 0, missing[0]), demand("b", 1, missing[1])), now, STEP);
            double[] amps = {grants.get(0).amps(), grants.get(1).amps()};
            for (int i = 0; i < amps.length; i++) {
                missing[i] -= amps[i] * 230 / 12;
            }
            all.add(amps);
        }
        return all;
    }

    private static Connector connector(String id) {
        return new Connector(id, Phases.A, 230, Currents.steps(6, 32, 1));
    }

    private static Demand demand(String id, int connector, double missing) {
        return new Demand(id, connector, 0, 32, Math.max(0, missing), START, DEPARTURE);
    }
}
