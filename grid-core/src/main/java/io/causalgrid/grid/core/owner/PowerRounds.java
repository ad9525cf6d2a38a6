package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.plant.Appetite;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of an owner's rounds that deals with power. An order that raises is written down first, as the most that its
 * connector may allow from then on, and sent when the journal has that; all others are sent at once, and written down when
 * there is time. So the journal never says less than what charge points may have been told. Confined to one thread.
 */
final class PowerRounds {
    private record Raise(long position, Order order) {}

    private final Allocator allocator;
    private final Network network;
    private final JournalQueue journal;
    private final Duration step;
    /** What each session's vehicle would take, by connector. */
    private final @Nullable Appetite[] appetites;

    /** The most that the journal says each connector may allow. */
    private final double[] allowedAmps;
    /** The same of connectors that are not in the network. */
    private final Map<String, Double> elsewhereAmps = new HashMap<>();

    private @Nullable LimitProfile bound;
    private final Map<String, Grant> grants = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final List<Order> orders = new ArrayList<>();
    private List<Raise> raises = new ArrayList<>();
    private double grantedWatts;
    private double wantedWatts;
    private boolean mayRaise;

    PowerRounds(Allocator allocator, Network network, JournalQueue journal, Duration step) {
        this.allocator = allocator;
        this.network = network;
        this.journal = journal;
        this.step = step;
        this.appetites = new @Nullable Appetite[network.connectors().size()];
        this.allowedAmps = new double[network.connectors().size()];
    }

    /** From an earlier owner's journal: the most that connectors may have been told. */
    void presume(Map<String, Double> amps) {
        amps.forEach((id, most) -> {
            OptionalInt connector = network.connector(id);
            if (connector.isPresent()) {
                allowedAmps[connector.getAsInt()] = most;
            } else {
                elsewhereAmps.put(id, most);
            }
        });
    }

    /** All of the journal has been read. */
    void begin() {
        for (int connector = 0; connector < allowedAmps.length; connector++) {
            if (allowedAmps[connector] > 0) {
                allocator.presume(connector, allowedAmps[connector]);
            }
        }
    }

    void mayRaise(boolean may) {
        mayRaise = may;
        allocator.holdOnly(!may);
    }

    void confirmed(int connector, long order, Moment now) {
        allocator.confirmed(connector, order, now.simulated());
    }

    void refused(int connector, long order) {
        allocator.refused(connector, order);
    }

    void metered(Input.Metered meter, Moment now) {
        Appetite appetite = appetites[meter.connector()];
        if (appetite != null) {
            appetite.metered(meter.amps(), allocator.leastAmps(meter.connector(), now.simulated()), now.simulated());
        }
        allocator.metered(meter.connector(), meter.amps(), now.simulated());
    }

    /** Whose vehicle has gone. */
    void ended(Session session) {
        int connector = connector(session);
        if (connector >= 0) {
            appetites[connector] = null;
        }
        grants.remove(session.terms().id());
    }

    /** Divides what there is among sessions that charge, which need so much each. */
    void divide(List<Session.Charging> sessions, Map<String, Double> accrued, Moment now) {
        List<Demand> demands = new ArrayList<>(sessions.size());
        for (Session.Charging session : sessions) {
            demands.add(demand(session, accrued.getOrDefault(session.terms().id(), 0.0)));
        }
        wantedWatts = demands.stream()
                .mapToDouble(demand -> network.watts(demand.connector(), demand.ceilingAmps()))
                .sum();
        allocator.allocate(demands, now.simulated(), step);
        gather(now);
    }

    /** What sessions would take at the last division if nothing but their own connectors limited them. */
    double wantedWatts() {
        return wantedWatts;
    }

    /** The most that all connectors may be using from now on, whatever they were told. */
    double countedWatts(Moment now) {
        double watts = 0;
        for (int connector = 0; connector < allowedAmps.length; connector++) {
            watts += network.watts(connector, allocator.mostAmps(connector, now.simulated()));
        }
        return watts;
    }

    /**
     * The profile of a limit as the network has it.
     *
     * @throws java.util.NoSuchElementException if there is no such limit
     */
    LimitProfile profile(String limit) {
        return network.limits().stream()
                .filter(one -> one.id().equals(limit))
                .findFirst()
                .orElseThrow()
                .profile();
    }

    /** From now on a limit has another profile. */
    void bound(String limit, LimitProfile profile) {
        if (!profile.equals(bound)) {
            bound = profile;
            allocator.network(network.withProfile(limit, profile));
        }
    }

    /** Raises what acknowledgements have freed. */
    void proceed(Moment now) {
        allocator.proceed(now.simulated());
        gather(now);
    }

    /** Sends the raises that the journal has, or takes them back if nobody may raise any more. */
    void settle(Moment now) {
        List<Raise> waiting = new ArrayList<>();
        for (Raise raise : raises) {
            if (!mayRaise) {
                allocator.withdrawn(raise.order());
            } else if (journal.isStored(raise.position())) {
                if (allocator.sent(raise.order(), now.simulated())) {
                    orders.add(raise.order());
                }
            } else {
                waiting.add(raise);
            }
        }
        raises = waiting;
    }

    /** Has the journal know what connectors may allow less than it says. */
    void writeLowerings(Moment now) {
        write(lowered(now), now);
    }

    private Map<String, Double> lowered(Moment now) {
        Map<String, Double> lower = new HashMap<>();
        for (int connector = 0; connector < allowedAmps.length; connector++) {
            if (allowedAmps[connector] > 0) {
                double most = allocator.mostAmps(connector, now.simulated());
                if (most < allowedAmps[connector]) {
                    lower.put(id(connector), most);
                }
            }
        }
        return lower;
    }

    /** What the journal says that connectors may allow, if that is anything. */
    Map<String, Double> allowed() {
        Map<String, Double> allowed = new HashMap<>(elsewhereAmps);
        allowed.values().removeIf(most -> most <= 0);
        for (int connector = 0; connector < allowedAmps.length; connector++) {
            if (allowedAmps[connector] > 0) {
                allowed.put(id(connector), allowedAmps[connector]);
            }
        }
        return allowed;
    }

    double grantedWatts() {
        return grantedWatts;
    }

    @Nullable
    Grant grant(String sessionId) {
        return grants.get(sessionId);
    }

    List<Order> takeOrders() {
        List<Order> taken = List.copyOf(orders);
        orders.clear();
        return taken;
    }

    /** The sessions whose grants are others than before. */
    Set<String> takeChanged() {
        Set<String> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    private void gather(Moment now) {
        orders.addAll(allocator.ordersToSend(now.simulated()));
        Map<String, Double> higher = new HashMap<>();
        List<Order> decided = allocator.raisesToSend();
        for (Order raise : decided) {
            if (raise.amps() > allowedAmps[raise.connector()]) {
                higher.put(id(raise.connector()), raise.amps());
            }
        }
        if (!higher.isEmpty()) {
            // With what has made room for them: so the journal never allows more than the limits do.
            lowered(now).forEach(higher::putIfAbsent);
        }
        write(higher, now);
        decided.forEach(raise -> raises.add(new Raise(journal.position(), raise)));
        settle(now);
        look(now);
    }

    /** What each session is told now. */
    private void look(Moment now) {
        grantedWatts = 0;
        for (Grant grant : allocator.grants(now.simulated())) {
            grantedWatts += grant.watts(allocator.network());
            Grant before = grants.put(grant.sessionId(), grant);
            if (before == null || before.amps() != grant.amps() || before.reason() != grant.reason()) {
                changed.add(grant.sessionId());
            }
        }
    }

    private void write(Map<String, Double> amps, Moment now) {
        if (!amps.isEmpty()) {
            presume(amps);
            journal.append(new OwnerEvent.Allowed(now, amps));
        }
    }

    private Demand demand(Session.Charging session, double accrued) {
        int position = connector(session);
        Connector connector = network.connectors().get(position);
        Appetite appetite = appetites[position];
        if (appetite == null) {
            double wished = session.terms().request().maxPowerWatts() / connector.wattsPerAmp();
            appetite = new Appetite(wished, connector.minAmps());
            appetites[position] = appetite;
        }
        Instant departBy = session.terms().request().departBy();
        return new Demand(
                session.terms().id(),
                position,
                0,
                connector.currents().ceil(appetite.amps()),
                Math.max(0, session.missingWattHours() - accrued),
                session.terms().start(),
                departBy);
    }

    /** The position of a session's connector in the network; -1 if it has none. */
    int connector(Session session) {
        return network.connector(session.terms().connector()).orElse(-1);
    }

    private String id(int connector) {
        return network.connectors().get(connector).id();
    }
}
