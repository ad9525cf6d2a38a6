package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.RandomNetworks;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PromisesTest {
    private static final Instant NOW = RandomTasks.NOW;
    private static final int STEP_MINUTES = 5;
    /** What is not promised of 1 kWh. */
    private static final double RESERVE = 5.5;

    static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @Test
    void whatIsLeftBesideEarlierPromisesCanBePromised() {
        Promises promises = promises(LimitProfile.constant(1_000));
        Demand first = demand(0, 1_000, 120);

        assertThat(promises.mostWattHours(List.of(first), demand(1, 5_000, 60))).isCloseTo(1_000, within(2 * RESERVE));
        assertThat(promises.mostWattHours(List.of(first), demand(1, 5_000, 120)))
                .isCloseTo(1_000, within(2 * RESERVE));
        assertThat(promises.mostWattHours(List.of(first), demand(1, 400, 120))).isCloseTo(400, within(1e-3));
        assertThat(promises.mostWattHours(List.of(), demand(1, 5_000, 60))).isCloseTo(1_000, within(RESERVE));
    }

    @Test
    void aLimitThatIsKnownToFallCounts() {
        var falling = new TreeMap<Instant, Double>();
        falling.put(NOW.plusSeconds(3_600), 0.0);
        Promises promises = promises(new LimitProfile(1_000, falling));

        assertThat(promises.mostWattHours(List.of(demand(0, 900, 120)), demand(1, 5_000, 180)))
                .isCloseTo(95, within(RESERVE));
    }

    @Test
    void nothingIsPromisedWhereWhatIsPromisedCannotBeKept() {
        Promises promises = promises(LimitProfile.constant(1_000));

        assertThat(promises.mostWattHours(List.of(demand(0, 1_100, 60)), demand(1, 500, 600)))
                .isZero();
        assertThat(promises.mostWattHours(List.of(), demand(1, 500, 0))).isZero();
    }

    @Test
    void nothingIsPromisedInHaste() {
        var promises = new Promises(bus(LimitProfile.constant(1_000)), NOW, () -> -1);

        assertThat(promises.mostWattHours(List.of(), demand(1, 500, 60))).isZero();
        assertThat(promises.keeping(List.of(demand(1, 500, 60)))).isEmpty();
    }

    /** On any network, with limits that fall and rise: whoever serves what is promised first keeps every promise given so. */
    @ParameterizedTest
    @MethodSource("seeds")
    void promisesThatAreGivenCanBeKept(long seed) {
        var random = new Random(seed);
        Network network = withChanges(RandomNetworks.continuous(random, 12), random);
        Map<String, Double> promisedTo = new HashMap<>();
        Map<String, Double> deliveredTo = new HashMap<>();
        List<Demand> open = new ArrayList<>();

        for (int minute = 0; minute < 300; minute += STEP_MINUTES) {
            Instant now = NOW.plusSeconds(60L * minute);
            open.removeIf(demand -> !demand.deadline().isAfter(now));
            var promises = new Promises(network, now, Deadline.NONE);
            if (random.nextInt(2) == 0) {
                Demand wish = wish(random, network, minute);
                boolean isFree = open.stream().noneMatch(demand -> demand.connector() == wish.connector());
                double promised = isFree ? promises.mostWattHours(open, wish) : 0;
                if (promised > 0) {
                    promisedTo.put(wish.sessionId(), promised);
                    open.add(due(wish, promised));
                }
            }
            double[] amps = promises.keeping(open).orElseThrow();
            assertWithin(network, now, open, amps);
            for (int i = 0; i < amps.length; i++) {
                Demand demand = open.get(i);
                double wattHours = network.watts(demand.connector(), amps[i]) * STEP_MINUTES / 60;
                deliveredTo.merge(demand.sessionId(), wattHours, Double::sum);
                open.set(i, due(demand, Math.max(0, demand.missingWattHours() - wattHours)));
            }
        }

        assertThat(promisedTo).isNotEmpty().allSatisfy((session, promised) -> {
            boolean isDue = open.stream().noneMatch(demand -> demand.sessionId().equals(session));
            assertThat(isDue ? deliveredTo.getOrDefault(session, 0.0) : promised)
                    .as("seed %d, %s", seed, session)
                    .isGreaterThan(promised - 1e-3 * promised - 2);
        });
    }

    private static void assertWithin(Network network, Instant now, List<Demand> open, double[] amps) {
        var headroom = new Headroom(network, network.limits(now, Duration.ofMinutes(STEP_MINUTES)));
        for (int i = 0; i < amps.length; i++) {
            headroom.add(open.get(i).connector(), amps[i]);
        }
        assertThat(headroom.isViolated()).isFalse();
    }

    /** On the grid of the steps. */
    private static Network withChanges(Network network, Random random) {
        Limit limit = network.limits().get(random.nextInt(network.limits().size()));
        var changes = new TreeMap<Instant, Double>();
        double bound = limit.profile().at(NOW);
        for (int minute = 30; minute < 600; minute += 90) {
            changes.put(NOW.plusSeconds(60L * minute), bound * (0.3 + random.nextDouble()));
        }
        return network.withProfile(limit.id(), new LimitProfile(bound, changes));
    }

    private static Demand wish(Random random, Network network, int minute) {
        int connector = random.nextInt(network.connectors().size());
        return new Demand(
                "s" + minute,
                connector,
                0,
                network.connectors().get(connector).maxAmps(),
                1_000 + random.nextInt(30_000),
                NOW.plusSeconds(60L * minute),
                NOW.plusSeconds(60L * (minute + STEP_MINUTES * (1 + random.nextInt(40)))));
    }

    private static Demand due(Demand demand, double wattHours) {
        return new Demand(
                demand.sessionId(),
                demand.connector(),
                0,
                demand.ceilingAmps(),
                wattHours,
                demand.arrival(),
                demand.deadline());
    }

    private static Promises promises(LimitProfile watts) {
        return new Promises(bus(watts), NOW, Deadline.NONE);
    }

    private static Network bus(LimitProfile watts) {
        return Network.singleBus(
                IntStream.range(0, 2)
                        .mapToObj(i -> new Connector("c" + i, Phases.A, 100, new Currents.Continuous(0, 32)))
                        .toList(),
                watts);
    }

    private static Demand demand(int connector, double wattHours, int minutes) {
        return new Demand("s" + connector, connector, 0, 32, wattHours, NOW, NOW.plusSeconds(60L * minutes));
    }
}
