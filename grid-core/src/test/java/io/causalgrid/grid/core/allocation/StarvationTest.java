package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.RandomNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StarvationTest {
    private static final Instant START = RandomTasks.NOW;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Duration TURN = Duration.ofMinutes(3);

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Whatever the network, the policy and who else comes, nobody waits for longer than all others could take turns. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverCouldHaveItsMinimumCurrentGetsItInTurn(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.any(random, 60);
        Duration patience = Duration.ofMinutes(random.nextInt(2) * 20L);
        var settings = new AllocatorSettings(TURN, patience, STEP);
        List<AllocationPolicy> policies =
                List.of(new LeastLaxity(), new EqualShare(), new FirstCome(), new EarliestDeadline(), new Optimised());
        AllocationPolicy policy = policies.get(random.nextInt(policies.size()));
        int count = network.connectors().size();
        var plant = new ObedientPlant(new Allocator(policy, settings, network), count);
        boolean[] could = couldChargeAlone(network);
        int[] waitedMinutes = new int[count];
        int patienceMinutes = (int) patience.toMinutes();
        int bound = patienceMinutes + (count + 1) * ((int) TURN.toMinutes() + 1);

        for (int minute = 0; minute < 3 * bound; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            for (Grant grant : plant.allocate(demands(network, now), now, STEP)) {
                int connector = grant.demand().connector();
                boolean waits = grant.amps() == 0
                        && could[connector]
                        && network.connectors().get(connector).minAmps() > 0;
                waitedMinutes[connector] = waits ? waitedMinutes[connector] + 1 : 0;
            }
            assertThat(Arrays.stream(waitedMinutes).max().orElse(0))
                    .as("seed %d, minute %d", seed, minute)
                    .isLessThan(bound);
        }
    }

    /** Who could have its minimum current beside what the others fall back to. */
    private static boolean[] couldChargeAlone(Network network) {
        var headroom = new Headroom(network, network.limits(START, STEP));
        List<Connector> connectors = network.connectors();
        for (int i = 0; i < connectors.size(); i++) {
            headroom.add(i, connectors.get(i).fallbackAmps());
        }
        boolean[] could = new boolean[connectors.size()];
        for (int i = 0; i < could.length; i++) {
            could[i] = headroom.most(i) >= connectors.get(i).minAmps();
        }
        return could;
    }

    /** Everyone always wants all; the laxities are as different as can be. */
    private static List<Demand> demands(Network network, Instant now) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < network.connectors().size(); i++) {
            Connector connector = network.connectors().get(i);
            demands.add(new Demand(
                    "s%02d".formatted(i), i, 0, connector.maxAmps(), 9_000, START, now.plusSeconds(3600 + i * 900L)));
        }
        return demands;
    }
}
