package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.InvalidNetworkException;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.RandomNetworks;
import io.causalgrid.grid.core.network.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Charge points that lose orders and answers, vehicles that come, go and draw what they like of what they may, limits that
 * vary, a service that restarts and is late: at every instant every limit holds.
 */
class FaultyStreetTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final List<AllocationPolicy> POLICIES = List.of(
            new FirstCome(), new EarliestDeadline(), new LeastLaxity(), new EqualShare(), FaultyStreetTest::greed);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    /** A charge point with its vehicle. */
    private static final class Socket {
        double toldAmps;
        Instant until = Instant.MIN;
        Instant lastUntil = Instant.MIN;
        boolean hears = true;
        boolean answers = true;

        double allowedAmps(Connector connector, Instant now) {
            return now.isBefore(until) ? toldAmps : connector.fallbackAmps();
        }
    }

    private final List<Socket> sockets = new ArrayList<>();
    private Random random = new Random(0);
    private Instant now = RandomTasks.NOW;
    private long seed;

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLimitHoldsAtEveryInstant(long seed) {
        this.seed = seed;
        random = new Random(seed);
        Network network = varying(RandomNetworks.any(random, 20));
        network.connectors().forEach(_ -> sockets.add(new Socket()));
        Allocator allocator = allocator(network);
        Instant begin = now;
        for (int tick = 0; tick < 80; tick++) {
            for (Socket socket : sockets) {
                socket.hears = random.nextInt(8) > 0;
                socket.answers = random.nextInt(8) > 0;
            }
            if (random.nextInt(20) == 0) {
                allocator = restarted(network, allocator);
            }
            List<Demand> demands = demands(network, begin);

            List<Grant> grants = allocator.allocate(demands, now, STEP);

            assertThat(grants)
                    .extracting(Grant::demand)
                    .extracting(Demand::connector)
                    .containsExactlyElementsOf(
                            demands.stream().map(Demand::connector).toList());
            for (int second = 0; second < (random.nextInt(10) == 0 ? 90 : 10); second++) {
                now = now.plusSeconds(1);
                assertWithinLimits(network);
            }
        }
    }

    private Allocator allocator(Network network) {
        var settings = new AllocatorSettings(
                Duration.ofMinutes(random.nextInt(3)), Duration.ofMinutes(random.nextInt(2) * 5L), LEASE);
        AllocationPolicy policy = POLICIES.get(random.nextInt(POLICIES.size()));
        return new Allocator(policy, settings, network, (connector, amps, until) -> {
            Socket socket = sockets.get(connector);
            socket.lastUntil = until.isAfter(socket.lastUntil) ? until : socket.lastUntil;
            if (socket.hears) {
                Connector told = network.connectors().get(connector);
                assertThat(told.chargePoint().ceil(amps))
                        .as("seed %d: allowed current", seed)
                        .isEqualTo(amps);
                socket.toldAmps = amps;
                socket.until = until;
                assertWithinLimits(network);
            }
            return socket.hears && socket.answers;
        });
    }

    private Allocator restarted(Network network, Allocator before) {
        Allocator after = allocator(network);
        for (int connector = 0; connector < sockets.size(); connector++) {
            if (before.mostAmps(connector, now) > 0) {
                after.presume(connector, before.mostAmps(connector, now), sockets.get(connector).lastUntil);
            }
        }
        return after;
    }

    private List<Demand> demands(Network network, Instant begin) {
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < sockets.size(); connector++) {
            if (random.nextInt(6) > 0) {
                double amps = network.connectors().get(connector).chargePoint().ceil(random.nextDouble(40));
                demands.add(new Demand(
                        "s" + connector, connector, 0, amps, random.nextDouble(9_000), begin, now.plusSeconds(9_000)));
            }
        }
        return demands;
    }

    private void assertWithinLimits(Network network) {
        double share = random.nextDouble();
        Limits limits = network.limits(now, Duration.ZERO);
        double[] re = new double[limits.count()];
        double[] im = new double[limits.count()];
        for (int connector = 0; connector < sockets.size(); connector++) {
            double draws = random.nextDouble() < share
                    ? sockets.get(connector).allowedAmps(network.connectors().get(connector), now)
                    : 0;
            for (Share one : network.shares(connector)) {
                re[one.limit()] += one.re() * draws;
                im[one.limit()] += one.im() * draws;
            }
        }
        for (int limit = 0; limit < limits.count(); limit++) {
            double load = Math.hypot(re[limit], im[limit]);
            assertThat(limits.isViolated(limit, load))
                    .as(
                            "seed %d, %s: %s of %s at %s",
                            seed, network.limits().get(limit).id(), load, limits.bound(limit), now)
                    .isFalse();
        }
    }

    /** The network with limits that fall and rise again. */
    private Network varying(Network network) {
        Network result = network;
        for (Limit limit : network.limits()) {
            LimitProfile profile = limit.profile();
            for (int order = 0; order < 5 && !limit.guard(); order++) {
                Instant from = now.plusSeconds(random.nextInt(1_500));
                profile = profile.capped(
                        profile.initial() * random.nextDouble(), from, from.plusSeconds(random.nextInt(1, 300)));
            }
            result = limit.guard() ? result : changed(result, limit, profile);
        }
        return result;
    }

    /** The network with a limit changed, if what connectors fall back to allows it. */
    private static Network changed(Network network, Limit limit, LimitProfile profile) {
        try {
            return network.withProfile(limit.id(), profile);
        } catch (InvalidNetworkException e) {
            return network;
        }
    }

    /** A policy that keeps no limit. */
    private static List<Grant> greed(AllocationTask task) {
        return task.demands().stream()
                .map(demand -> new Grant(demand, demand.ceilingAmps() * 2, Reason.FULL_POWER))
                .toList();
    }
}
