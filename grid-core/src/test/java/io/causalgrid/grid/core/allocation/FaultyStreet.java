package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.RandomNetworks;
import io.causalgrid.grid.core.network.Share;
import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One run, from a seed. Orders take up to their transit, get lost, overtake one another and are refused; answers get lost and
 * come late; clocks are slow; limits fall, announced or not, also below what connectors fall back to; vehicles draw more than
 * told; owners restart, are taken over, and go on without knowing it.
 */
final class FaultyStreet {
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int LEASE = 60;
    private static final int SKEW = 25;
    private static final int TRANSIT = 12;
    private static final int PAUSE = 90;
    /** After this time an order of the grid operator is obeyed by all. */
    private static final Duration GRACE = Duration.ofSeconds(LEASE + SKEW + 3 * TRANSIT + PAUSE + 10);

    private static final List<AllocationPolicy> POLICIES = List.of(
            new FirstCome(),
            new EarliestDeadline(),
            new LeastLaxity(),
            new EqualShare(),
            FaultyStreet::greed,
            FaultyStreet::nonsense);

    /** What happens at a time. */
    private record Event(Instant at, long order, Runnable action) {}

    /** A network with its limits, as of a time. */
    private record Version(Instant until, Network network) {}

    /** A process that believes to own the street. */
    private static final class Owner {
        final int id;
        final Allocator allocator;
        boolean alive = true;

        Owner(int id, Allocator allocator) {
            this.id = id;
            this.allocator = allocator;
        }
    }

    private final long seed;
    private final Flaw flaw;
    private final Random random;
    private final List<StreetSocket> sockets = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final Deque<Version> earlier = new ArrayDeque<>();
    private final StreetJournal journal;
    private final Instant begin = RandomTasks.NOW;
    private Network network;
    private Instant now = begin;
    private Owner owner;
    private Owner former;
    private Instant formerSeen = Instant.MIN;
    private boolean[] hears = {};
    private boolean[] answers = {};
    private long eventCount;
    private long obeyed;

    FaultyStreet(long seed, Flaw flaw) {
        this.seed = seed;
        this.flaw = flaw;
        this.random = new Random(seed);
        this.network = varying(RandomNetworks.any(random, 20));
        this.journal = new StreetJournal(network.connectors().size());
        for (Connector connector : network.connectors()) {
            Duration lag = Duration.ofSeconds(random.nextBoolean() ? SKEW : random.nextInt(SKEW));
            sockets.add(new StreetSocket(connector.fallbackAmps(), lag, random));
        }
        this.owner = new Owner(1, allocator());
        this.former = owner;
    }

    /** How many orders were obeyed. */
    long run() {
        for (int tick = 0; tick < 90; tick++) {
            if (tick % 8 == 0) {
                hears = chances(4);
                answers = chances(6);
            }
            misfortunes();
            divide(owner);
            if (former != owner && former.alive) {
                divide(former);
            }
            int seconds = random.nextInt(12) == 0 ? PAUSE : 10;
            for (int second = 0; second < seconds; second++) {
                now = now.plusSeconds(1);
                pass();
            }
        }
        return obeyed;
    }

    private boolean[] chances(int oneIn) {
        boolean[] result = new boolean[sockets.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = random.nextInt(oneIn) > 0;
        }
        return result;
    }

    private void misfortunes() {
        if (random.nextInt(15) == 0) {
            takeOver();
        }
        if (random.nextInt(20) == 0) {
            former.alive &= former == owner;
        }
        if (random.nextInt(15) == 0) {
            operatorOrders();
        }
        if (random.nextInt(4) == 0) {
            journal.compact(owner.id, owner.allocator, now);
        }
        owner.allocator.holdOnly(random.nextInt(10) == 0);
        int connector = random.nextInt(sockets.size());
        double drawn = sockets.get(connector).allowedAmps(now) + random.nextDouble(4);
        owner.allocator.metered(connector, drawn, now);
    }

    /** Another process takes over, after a crash or while the former one is merely cut off and does not know. */
    private void takeOver() {
        former = owner;
        former.alive = random.nextInt(4) > 0;
        journal.takeOver();
        owner = new Owner(journal.owner(), allocator());
        for (int connector = 0; connector < sockets.size(); connector++) {
            boolean isLong = journal.raised(connector).isBefore(now.minusSeconds(LEASE + SKEW + TRANSIT));
            boolean isForgotten = flaw == Flaw.PRESUMES_NOTHING || (flaw == Flaw.PRESUMES_WITH_AN_END && isLong);
            if (!isForgotten && journal.amps(connector) > 0) {
                owner.allocator.presume(connector, journal.amps(connector));
            }
        }
    }

    private void operatorOrders() {
        Limit limit = network.limits().get(random.nextInt(network.limits().size()));
        Duration time = Duration.ofSeconds(random.nextInt(1, 600));
        LimitProfile capped =
                limit.profile().capped(limit.profile().highest() * random.nextDouble(), now, now.plus(time));
        earlier.add(new Version(now, network));
        network = network.withProfile(limit.id(), capped);
    }

    private void divide(Owner by) {
        if (by == owner) {
            by.allocator.network(network);
        } else if (random.nextInt(3) == 0) {
            by.allocator.holdOnly(true);
        }
        List<Demand> demands = demands();

        List<Grant> grants = by.allocator.allocate(demands, now, STEP);

        assertThat(grants)
                .extracting(grant -> grant.demand().connector())
                .containsExactlyElementsOf(
                        demands.stream().map(Demand::connector).toList());
        emit(by);
    }

    private void emit(Owner by) {
        by.allocator.ordersToSend(now).forEach(order -> {
            assertThat(order.amps())
                    .as("seed %d: a lowering, renewal or question", seed)
                    .isLessThanOrEqualTo(by.allocator.mostAmps(order.connector(), now));
            send(by, order);
        });
        for (Order raise : by.allocator.raisesToSend()) {
            int delay = flaw == Flaw.KNOWS_NO_TRANSIT ? 0 : random.nextInt(4) == 0 ? random.nextInt(TRANSIT + 3) : 0;
            at(delay, () -> write(by, raise));
        }
    }

    private void write(Owner by, Order raise) {
        boolean isOwned = random.nextInt(20) > 0 && by.id == journal.owner();
        if (isOwned && flaw != Flaw.RAISES_WITHOUT_JOURNAL) {
            journal.write(raise, now);
        }
        if (!isOwned) {
            by.allocator.withdrawn(raise);
        } else if (by.allocator.sent(raise, now)) {
            send(by, raise);
        }
    }

    private void send(Owner by, Order order) {
        int connector = order.connector();
        assertThat(network.connectors().get(connector).currents().ceil(order.amps()))
                .as("seed %d: a current that can be told", seed)
                .isEqualTo(order.amps());
        if (hears[connector] && random.nextInt(15) > 0) {
            at(random.nextBoolean() ? TRANSIT : random.nextInt(TRANSIT), () -> arrive(by, order));
        }
        if (flaw == Flaw.RAISES_BEFORE_ACKNOWLEDGEMENT) {
            by.allocator.confirmed(connector, order.number(), now);
        }
        if (flaw == Flaw.FORGETS_PENDING_ORDERS) {
            at(TRANSIT + 5, () -> by.allocator.refused(connector, order.number()));
        }
    }

    private void arrive(Owner by, Order order) {
        StreetSocket.Answer answer = sockets.get(order.connector()).hear(by.id, order, now);
        obeyed += answer == StreetSocket.Answer.CONFIRMED ? 1 : 0;
        assertWithinLimits();
        if (answers[order.connector()] && random.nextInt(15) > 0) {
            int delay = random.nextInt(10) == 0 ? random.nextInt(LEASE) : random.nextInt(4);
            at(delay, () -> answered(by, order, answer));
        }
    }

    private void answered(Owner by, Order order, StreetSocket.Answer answer) {
        switch (answer) {
            case CONFIRMED -> by.allocator.confirmed(order.connector(), order.number(), now);
            case REFUSED -> by.allocator.refused(order.connector(), order.number());
            case NONE -> {
                return;
            }
        }
        by.allocator.proceed(now);
        emit(by);
    }

    private void at(int delaySeconds, Runnable action) {
        events.add(new Event(now.plusSeconds(delaySeconds), eventCount++, action));
    }

    private void pass() {
        while (!events.isEmpty() && !events.peek().at().isAfter(now)) {
            events.remove().action().run();
        }
        assertWithinLimits();
    }

    private Allocator allocator() {
        var orders = new OrderSettings(
                Duration.ofSeconds(LEASE),
                Duration.ofSeconds(flaw == Flaw.KNOWS_NO_SKEW ? 0 : SKEW),
                Duration.ofSeconds(flaw == Flaw.KNOWS_NO_TRANSIT ? 0 : TRANSIT),
                0.5,
                random.nextInt(3),
                Duration.ofSeconds(random.nextInt(2) * 15L));
        var settings = new AllocatorSettings(
                Duration.ofMinutes(random.nextInt(3)), Duration.ofMinutes(random.nextInt(2) * 5L), orders);
        return new Allocator(POLICIES.get(random.nextInt(POLICIES.size())), settings, network);
    }

    private List<Demand> demands() {
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < sockets.size(); connector++) {
            if (random.nextInt(6) > 0) {
                double amps = network.connectors().get(connector).currents().ceil(random.nextDouble(40));
                demands.add(new Demand(
                        "s" + connector, connector, 0, amps, random.nextDouble(9_000), begin, now.plusSeconds(9_000)));
            }
        }
        return demands;
    }

    private void assertWithinLimits() {
        double share = random.nextBoolean() ? 1 : random.nextDouble();
        double[] draws = new double[sockets.size()];
        double[] fallbacks = new double[sockets.size()];
        for (int connector = 0; connector < draws.length; connector++) {
            fallbacks[connector] = network.connectors().get(connector).fallbackAmps();
            draws[connector] =
                    random.nextDouble() < share ? sockets.get(connector).allowedAmps(now) : 0;
        }
        double[] loads = loads(draws);
        Map<String, Double> unavoidable = new HashMap<>();
        double[] fallbackLoads = loads(fallbacks);
        for (int limit = 0; limit < loads.length; limit++) {
            unavoidable.merge(network.limits().get(limit).id(), fallbackLoads[limit], Math::max);
        }
        List<Limits> excuses = excuses();
        for (int limit = 0; limit < loads.length; limit++) {
            int row = limit;
            double load = loads[limit];
            String id = network.limits().get(limit).id();
            boolean isExcused = load <= unavoidable.getOrDefault(id, 0.0) + 1e-6
                    || excuses.stream().anyMatch(limits -> !limits.isViolated(row, load));
            if (!isExcused) {
                throw new AssertionError("seed %d, %s: %s of %s at %s"
                        .formatted(seed, id, load, excuses.getFirst().bound(limit), now));
            }
        }
    }

    /**
     * The limits now, and those without an operator's orders that not all can have obeyed yet. Whom only a former owner
     * reaches, which does not hear of them, obeys when that one is gone.
     */
    private List<Limits> excuses() {
        if (former != owner && former.alive) {
            formerSeen = now;
        }
        Instant forgotten = now.minus(GRACE);
        while (!earlier.isEmpty() && earlier.getFirst().until().isBefore(forgotten) && formerSeen.isBefore(forgotten)) {
            earlier.removeFirst();
        }
        List<Limits> result = new ArrayList<>(List.of(network.limits(now, Duration.ZERO)));
        earlier.forEach(version -> result.add(version.network().limits(now, Duration.ZERO)));
        return result;
    }

    private double[] loads(double[] amps) {
        double[] re = new double[network.limits().size()];
        double[] im = new double[re.length];
        for (int connector = 0; connector < amps.length; connector++) {
            for (Share one : network.shares(connector)) {
                re[one.limit()] += one.re() * amps[connector];
                im[one.limit()] += one.im() * amps[connector];
            }
        }
        for (int limit = 0; limit < re.length; limit++) {
            re[limit] = Math.hypot(re[limit], im[limit]);
        }
        return re;
    }

    /** The network with limits that fall and rise again, as is known beforehand. */
    private Network varying(Network given) {
        Network result = given;
        for (Limit limit : given.limits()) {
            LimitProfile profile = limit.profile();
            for (int order = 0; order < 5 && !limit.guard(); order++) {
                Instant from = begin.plusSeconds(random.nextInt(1_500));
                profile = profile.capped(
                        profile.highest() * random.nextDouble(), from, from.plusSeconds(random.nextInt(1, 300)));
            }
            result = limit.guard() ? result : result.withProfile(limit.id(), profile);
        }
        return result;
    }

    /** A policy that keeps no limit. */
    private static List<Grant> greed(AllocationTask task) {
        return task.demands().stream()
                .map(demand -> new Grant(demand, demand.ceilingAmps(), Reason.FULL_POWER))
                .toList();
    }

    /** A policy that now and then fails in its own way. */
    private static List<Grant> nonsense(AllocationTask task) {
        return switch (Math.floorMod(task.now().getEpochSecond() / 10, 4)) {
            case 0 -> throw new IllegalStateException("no solution");
            case 1 -> List.of();
            case 2 ->
                task.demands().stream()
                        .map(demand -> new Grant(demand, Double.NaN, Reason.OPTIMISED))
                        .toList();
            default -> greed(task);
        };
    }
}
