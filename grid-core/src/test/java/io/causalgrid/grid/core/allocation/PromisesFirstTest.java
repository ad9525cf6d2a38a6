package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PromisesFirstTest {
    private static final Instant NOW = RandomTasks.NOW;
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Currents ANY = new Currents.Continuous(0, 32);
    private static final List<AllocationPolicy> POLICIES =
            List.of(new FirstCome(), new EqualShare(), new EarliestDeadline(), new LeastLaxity(), new Optimised());

    static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @Test
    void whatIsPromisedComesFirstAndThePolicyDividesTheRest() {
        Network bus = bus(1_000, ANY);
        // To keep its promise the second needs 5 A for all of its hour; the first came before it.
        AllocationTask task =
                task(bus, List.of(demand(0, 9_000, 60), demand(1, 9_000, 60).withPromise(500)));

        List<Grant> grants = keeping(new FirstCome()).divide(task);

        assertThat(amps(grants, 0)).isCloseTo(5, within(1e-3));
        assertThat(amps(grants, 1)).isCloseTo(5, within(1e-3));
        assertThat(grants.get(1).reason()).isEqualTo(Reason.PROMISED);
        assertThat(grants).extracting(Grant::demand).containsExactlyInAnyOrderElementsOf(task.demands());
    }

    @Test
    void whatIsOwedIsRoundedUpWhereItFitsAndDownWhereNot() {
        Currents steps = Currents.steps(6, 32, 1);
        List<Demand> demands =
                List.of(demand(0, 9_000, 60), demand(1, 9_000, 60).withPromise(650));

        assertThat(amps(keeping(new FirstCome()).divide(task(bus(1_000, steps), demands)), 1))
                .isCloseTo(7, within(1e-6));
        assertThat(amps(keeping(new FirstCome()).divide(task(bus(680, steps), demands)), 1))
                .isCloseTo(6, within(1e-6));
    }

    @Test
    void withoutPromisesItIsThePolicy() {
        AllocationTask task = task(bus(1_000, ANY), List.of(demand(0, 9_000, 60), demand(1, 9_000, 30)));

        for (AllocationPolicy policy : POLICIES) {
            assertThat(keeping(policy).divide(task)).isEqualTo(policy.divide(task));
        }
    }

    @Test
    void outOfTimeItFails() {
        var hurried = new PromisesFirst(new FirstCome(), () -> () -> -1);
        AllocationTask task = task(bus(1_000, ANY), List.of(demand(0, 9_000, 60).withPromise(500)));

        assertThatThrownBy(() -> hurried.divide(task)).isInstanceOf(PolicyFailedException.class);
    }

    /** On any network, under any policy, beside others who want all there is. */
    @ParameterizedTest
    @MethodSource("seeds")
    void promisesThatWereGivenAreKept(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.continuous(random, 12);
        AllocationPolicy policy = keeping(POLICIES.get(random.nextInt(POLICIES.size())));
        Map<String, Double> promisedTo = new HashMap<>();
        Map<String, Double> deliveredTo = new HashMap<>();
        List<Demand> present = new ArrayList<>();

        for (int minute = 0; minute < 300; minute += 5) {
            Instant now = NOW.plusSeconds(60L * minute);
            present.removeIf(demand -> !demand.deadline().isAfter(now));
            Demand wish = wish(random, network, minute);
            if (present.stream().noneMatch(demand -> demand.connector() == wish.connector())) {
                List<Demand> open = present.stream()
                        .filter(demand -> demand.promisedWattHours() > 0)
                        .map(Demand::promised)
                        .toList();
                double promised = random.nextInt(3) == 0
                        ? 0
                        : new Promises(network, now, Deadline.NONE).mostWattHours(open, wish);
                present.add(wish.withPromise(promised));
                promisedTo.put(wish.sessionId(), promised);
            }
            var task = new AllocationTask(network, network.limits(now, STEP), List.copyOf(present), now, STEP);

            List<Grant> grants = policy.divide(task);

            var load = new Headroom(network, task.limits());
            grants.forEach(grant -> load.add(grant.demand().connector(), grant.amps()));
            assertThat(load.isViolated()).isFalse();
            present.replaceAll(demand -> {
                double wattHours = network.watts(demand.connector(), amps(grants, demand.connector())) / 12;
                deliveredTo.merge(demand.sessionId(), wattHours, Double::sum);
                return after(demand, wattHours);
            });
        }

        assertThat(promisedTo.values()).anyMatch(promised -> promised > 0);
        assertThat(promisedTo).allSatisfy((session, promised) -> {
            boolean isThere =
                    present.stream().anyMatch(demand -> demand.sessionId().equals(session));
            assertThat(isThere ? promised : deliveredTo.getOrDefault(session, 0.0))
                    .as("seed %d, %s", seed, session)
                    .isGreaterThan(promised - 1e-3 * promised - 2);
        });
    }

    private static AllocationPolicy keeping(AllocationPolicy policy) {
        return new PromisesFirst(policy, () -> Deadline.NONE);
    }

    private static Demand after(Demand demand, double wattHours) {
        return new Demand(
                demand.sessionId(),
                demand.connector(),
                demand.floorAmps(),
                demand.ceilingAmps(),
                Math.max(0, demand.missingWattHours() - wattHours),
                demand.arrival(),
                demand.deadline(),
                demand.phases(),
                Math.max(0, demand.promisedWattHours() - wattHours));
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
                NOW.plusSeconds(60L * (minute + 5L * (1 + random.nextInt(40)))));
    }

    private static double amps(List<Grant> grants, int connector) {
        return grants.stream()
                .filter(grant -> grant.demand().connector() == connector)
                .findFirst()
                .orElseThrow()
                .amps();
    }

    private static AllocationTask task(Network network, List<Demand> demands) {
        return new AllocationTask(network, network.limits(NOW, STEP), demands, NOW, STEP);
    }

    private static Network bus(double watts, Currents currents) {
        return Network.singleBus(
                IntStream.range(0, 2)
                        .mapToObj(i -> new Connector("c" + i, Phases.A, 100, currents))
                        .toList(),
                LimitProfile.constant(watts));
    }

    private static Demand demand(int connector, double wattHours, int minutes) {
        return new Demand("s" + connector, connector, 0, 32, wattHours, NOW, NOW.plusSeconds(60L * minutes));
    }
}
