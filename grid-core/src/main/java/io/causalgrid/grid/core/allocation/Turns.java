package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.ChargePoint;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is owed the minimum current now, where the limits do not leave it for everyone at once. First come those in
 * the middle of a turn that was owed to them, so that contactors do not clatter; then those who have waited for longer than
 * the patience, the longest first; then those in the middle of a turn that the policy gave them.
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

    /** A demand that may be owed a turn, and its place in the queue. */
    private record Claimant(int position, Doing doing, Instant since) {
        static final Comparator<Claimant> ORDER = Comparator.comparingInt(Claimant::rank)
                .thenComparing(Claimant::since)
                .thenComparingInt(Claimant::position);

        int rank() {
            return switch (doing) {
                case CHARGING_AS_OWED -> 0;
                case WAITING -> 1;
                case CHARGING_BY_POLICY -> 2;
            };
        }
    }

    private final AllocatorSettings settings;
    private final @Nullable Place[] places;

    Turns(AllocatorSettings settings, int connectors) {
        this.settings = settings;
        this.places = new Place[connectors];
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
        var claims = new Claims(network, limits, demands);
        for (Claimant claimant : queue) {
            Demand demand = demands.get(claimant.position());
            double minimum = minimum(network, demand);
            if (claims.admit(demand, minimum, claimant.doing() == Doing.WAITING)) {
                result[claimant.position()] = demand.withFloor(minimum);
            }
        }
        return Arrays.asList(result);
    }

    /** What came of it: remembers who charges and who waits. */
    void happened(List<Demand> owed, double[] ampsByConnector, Instant now) {
        for (Demand demand : owed) {
            int connector = demand.connector();
            Place before = place(demand);
            Doing doing = doing(demand, ampsByConnector[connector], before);
            if (before == null) {
                Instant since = doing == Doing.WAITING ? demand.arrival() : now;
                places[connector] = new Place(demand.sessionId(), doing, since);
            } else if ((before.doing() == Doing.WAITING) != (doing == Doing.WAITING)) {
                places[connector] = new Place(demand.sessionId(), doing, now);
            }
        }
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
        if (doing == Doing.WAITING) {
            return isOver(since, settings.patience(), now) ? new Claimant(position, doing, since) : null;
        }
        if (!isOver(since, settings.turn(), now)) {
            return new Claimant(position, doing, since);
        }
        // A turn that is over may go on when nobody waits; where turns decide alone, nothing else would let it.
        return settings.patience().isZero() ? new Claimant(position, Doing.WAITING, now) : null;
    }

    private static boolean isOver(Instant since, Duration time, Instant now) {
        return Duration.between(since, now).compareTo(time) >= 0;
    }

    private @Nullable Place place(Demand demand) {
        Place place = places[demand.connector()];
        return place != null && place.sessionId().equals(demand.sessionId()) ? place : null;
    }

    private static double minimum(Network network, Demand demand) {
        ChargePoint chargePoint = network.connectors().get(demand.connector()).chargePoint();
        return demand.floorAmps() > 0 || demand.ceilingAmps() == 0
                ? demand.floorAmps()
                : Math.max(demand.floorAmps(), chargePoint.minAmps());
    }

    private static boolean fitTogether(Network network, Headroom headroom, List<Demand> demands, List<Claimant> queue) {
        for (Claimant claimant : queue) {
            Demand demand = demands.get(claimant.position());
            headroom.add(demand.connector(), minimum(network, demand) - demand.floorAmps());
        }
        return !headroom.isViolated();
    }

    private static Headroom withFloors(Network network, Limits limits, List<Demand> demands) {
        var headroom = new Headroom(network, limits);
        for (Demand demand : demands) {
            headroom.add(demand.connector(), demand.floorAmps());
        }
        return headroom;
    }

    /** What has been promised so far, and the limits at which somebody waits. */
    private static final class Claims {
        private final Network network;
        private final Headroom promised;
        private final Headroom unavoidable;
        private final boolean[] closed;

        Claims(Network network, Limits limits, List<Demand> demands) {
            this.network = network;
            this.promised = withFloors(network, limits, demands);
            this.unavoidable = withFloors(network, limits, demands);
            this.closed = new boolean[limits.count()];
        }

        /** Whether the demand can have its minimum; if it can not, but waits for it, the way is kept clear for it. */
        boolean admit(Demand demand, double minimum, boolean waits) {
            int connector = demand.connector();
            double more = minimum - demand.floorAmps() - ChargePoint.PRECISION_AMPS;
            if (meetsClosedLimit(connector)) {
                return false;
            }
            boolean fits = promised.most(connector) >= more;
            if (fits || (waits && unavoidable.most(connector) >= more)) {
                if (!fits) {
                    close(connector, more);
                }
                promised.add(connector, minimum - demand.floorAmps());
            }
            return fits;
        }

        private boolean meetsClosedLimit(int connector) {
            for (int share = network.firstShare(connector); share < network.firstShare(connector + 1); share++) {
                if (closed[network.limit(share)]) {
                    return true;
                }
            }
            return false;
        }

        private void close(int connector, double amps) {
            for (int share = network.firstShare(connector); share < network.firstShare(connector + 1); share++) {
                closed[network.limit(share)] |= promised.mostAt(share) < amps;
            }
        }
    }
}
