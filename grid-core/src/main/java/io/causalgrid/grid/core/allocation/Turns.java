package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is owed the minimum current now, where the limits do not leave it for everyone at once. First come those in
 * the middle of a turn that was owed to them, so that contactors do not clatter; then those who have waited for longer than
 * the patience, the longest first; then those in the middle of a turn that the policy gave them, or, where turns
 * {@linkplain TurnRule#EQUAL_ENERGY are to make energies equal}, all others, whoever lacks the most of its fair share first.
 * There sessions at like connectors change places in the queue, so that the one that has had the least is ahead of the others.
 *
 * <p>Nobody starves, on any network: when somebody's minimum does not fit below a limit that it waits for, nobody behind it
 * passes through that limit, and its minimum is set aside in the other limits above it, so that it finds room everywhere
 * once the turns ahead have ended. One that does not fit even alone holds nobody up. Each limit has at most one such claim,
 * so little is left idle; and what is, the policy may still give out from step to step. Confined to one thread.
 */
final class Turns {
    /** What a connector's session has been doing, and since when. */
    private record Place(String sessionId, Doing doing, Instant since) {}

    private enum Doing {
        WAITING,
        CHARGING_AS_OWED,
        CHARGING_BY_POLICY
    }

    /** The parts of the queue, in their order. */
    private enum Rank {
        IN_TURN,
        OVERDUE,
        OTHER
    }

    /**
     * A demand that may be owed a turn, and its place in the queue.
     *
     * @param lacks of its fair share, in watt-hours; 0 where that does not matter
     */
    private record Claimant(int position, Rank rank, boolean waits, double lacks, Instant since) {
        static final Comparator<Claimant> ORDER = Comparator.comparing(Claimant::rank)
                .thenComparingDouble(claimant -> -claimant.lacks())
                .thenComparing(Claimant::since)
                .thenComparingInt(Claimant::position);
    }

    private final AllocatorSettings settings;
    private final TurnRule rule;
    private final Balance balance;
    private final @Nullable Place[] places;

    /**
     * @param balance asked where the rule is to make energies equal
     */
    Turns(AllocatorSettings settings, TurnRule rule, Balance balance) {
        this.settings = settings;
        this.rule = rule;
        this.balance = balance;
        this.places = new Place[balance.connectors()];
    }

    /**
     * The demands with floors of what they are owed: their charge point's minimum current, or what they had.
     *
     * @param demands whose floors together are within the limits, in order of arrival
     */
    List<Demand> owed(Network network, Limits limits, List<Demand> demands, Instant now) {
        List<Claimant> queue = queue(network, demands, now);
        Demand[] result = demands.toArray(new Demand[0]);
        if (fitTogether(network, withFloors(network, limits, demands), demands, queue)) {
            for (Claimant claimant : queue) {
                Demand demand = demands.get(claimant.position());
                result[claimant.position()] = demand.withFloor(minimum(network, demand));
            }
            return Arrays.asList(result);
        }
        queue.sort(Claimant.ORDER);
        if (rule == TurnRule.EQUAL_ENERGY) {
            changePlacesAmongEquals(queue, demands);
        }
        var claims = new Claims(network, limits, demands);
        for (Claimant claimant : queue) {
            Demand demand = demands.get(claimant.position());
            double minimum = minimum(network, demand);
            if (claims.admit(demand, minimum, claimant.waits())) {
                result[claimant.position()] = demand.withFloor(minimum);
            }
        }
        return Arrays.asList(result);
    }

    /**
     * What came of it: remembers who charges and who waits.
     *
     * @param owed of the task's demands, those of sessions
     */
    void happened(AllocationTask task, List<Demand> owed, double[] ampsByConnector, Instant now) {
        BitSet room = rule == TurnRule.WHERE_SCARCE ? room(task, ampsByConnector) : new BitSet();
        for (Demand demand : owed) {
            int connector = demand.connector();
            Place before = place(demand);
            Doing doing = doing(demand, ampsByConnector[connector], before);
            if (doing == Doing.WAITING && room.get(connector)) { // it waits by plan
                places[connector] = new Place(demand.sessionId(), doing, now);
            } else if (before == null) {
                Instant since = doing == Doing.WAITING ? demand.arrival() : now;
                places[connector] = new Place(demand.sessionId(), doing, since);
            } else if ((before.doing() == Doing.WAITING) != (doing == Doing.WAITING)) {
                places[connector] = new Place(demand.sessionId(), doing, now);
            }
        }
    }

    /** The connectors for whose minimum there is room beside all currents. */
    private static BitSet room(AllocationTask task, double[] ampsByConnector) {
        var headroom = new Headroom(task.network(), task.limits());
        for (int connector = 0; connector < ampsByConnector.length; connector++) {
            headroom.add(connector, ampsByConnector[connector]);
        }
        var room = new BitSet();
        for (Demand demand : task.demands()) {
            room.set(demand.connector(), headroom.most(demand.connector()) >= minimum(task.network(), demand));
        }
        return room;
    }

    private static Doing doing(Demand demand, double amps, @Nullable Place before) {
        if (!(amps > 0)) {
            return Doing.WAITING;
        }
        if (before != null && before.doing() != Doing.WAITING) {
            return before.doing();
        }
        return demand.floorAmps() > 0 ? Doing.CHARGING_AS_OWED : Doing.CHARGING_BY_POLICY;
    }

    private List<Claimant> queue(Network network, List<Demand> demands, Instant now) {
        List<Claimant> queue = new ArrayList<>();
        for (int position = 0; position < demands.size(); position++) {
            Demand demand = demands.get(position);
            if (minimum(network, demand) > demand.floorAmps()) {
                Claimant claimant = claimant(position, demand, now);
                if (claimant != null) {
                    queue.add(claimant);
                }
            }
        }
        return queue;
    }

    private @Nullable Claimant claimant(int position, Demand demand, Instant now) {
        Place place = place(demand);
        Doing doing = place == null ? Doing.WAITING : place.doing();
        Instant since = place == null ? demand.arrival() : place.since();
        boolean waits = doing == Doing.WAITING;
        if (rule == TurnRule.ONLY_KEPT) {
            boolean isKept = !waits && !isOver(since, settings.turn(), now);
            return isKept ? new Claimant(position, Rank.IN_TURN, false, 0, since) : null;
        }
        if (!waits && doing == Doing.CHARGING_AS_OWED && !isOver(since, settings.turn(), now)) {
            return new Claimant(position, Rank.IN_TURN, false, 0, since);
        }
        if (waits && isOver(since, settings.patience(), now)) {
            return new Claimant(position, Rank.OVERDUE, true, 0, since);
        }
        if (rule == TurnRule.EQUAL_ENERGY) {
            return new Claimant(position, Rank.OTHER, waits, balance.lacks(demand.connector()), since);
        }
        if (!waits && !isOver(since, settings.turn(), now)) {
            return new Claimant(position, Rank.OTHER, false, 0, since);
        }
        // A turn that is over may go on when nobody waits; where turns decide alone, nothing else would let it.
        return !waits && settings.patience().isZero() ? new Claimant(position, Rank.OVERDUE, true, 0, now) : null;
    }

    /** Of those at like connectors who are not in a turn, whoever has had the least takes the first of their places. */
    private void changePlacesAmongEquals(List<Claimant> queue, List<Demand> demands) {
        Map<Integer, List<Integer>> placesByKind = new HashMap<>();
        for (int i = 0; i < queue.size(); i++) {
            if (queue.get(i).rank() != Rank.IN_TURN) {
                int kind = balance.kind(demands.get(queue.get(i).position()).connector());
                placesByKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(i);
            }
        }
        for (List<Integer> held : placesByKind.values()) {
            List<Claimant> equals = new ArrayList<>(held.size());
            held.forEach(i -> equals.add(queue.get(i)));
            equals.sort(Comparator.comparingDouble(
                    claimant -> -balance.behind(demands.get(claimant.position()).connector())));
            for (int i = 0; i < equals.size(); i++) {
                queue.set(held.get(i), equals.get(i));
            }
        }
    }

    private static boolean isOver(Instant since, Duration time, Instant now) {
        return Duration.between(since, now).compareTo(time) >= 0;
    }

    private @Nullable Place place(Demand demand) {
        Place place = places[demand.connector()];
        return place != null && place.sessionId().equals(demand.sessionId()) ? place : null;
    }

    private static double minimum(Network network, Demand demand) {
        Currents currents = network.connectors().get(demand.connector()).currents();
        return demand.floorAmps() > 0 || demand.ceilingAmps() == 0
                ? demand.floorAmps()
                : Math.max(demand.floorAmps(), currents.minAmps());
    }

    private static boolean fitTogether(Network network, Headroom headroom, List<Demand> demands, List<Claimant> queue) {
        for (Claimant claimant : queue) {
            Demand demand = demands.get(claimant.position());
            headroom.add(demand.connector(), minimum(network, demand) - demand.floorAmps());
        }
        return !headroom.isViolated();
    }

    static Headroom withFloors(Network network, Limits limits, List<Demand> demands) {
        var headroom = new Headroom(network, limits);
        for (Demand demand : demands) {
            headroom.add(demand.connector(), demand.floorAmps());
        }
        return headroom;
    }
}
