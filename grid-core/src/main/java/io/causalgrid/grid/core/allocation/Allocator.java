package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One substation's allocation, step by step: what cannot be changed now is set aside, turns decide who is owed the minimum
 * current, the policy divides, rounding brings its grants to what charge points can be told, and the safety layer decides
 * what orders may be sent. Orders and their answers are values, handed out and in; nothing waits for a charge point.
 * Deterministic. Confined to one thread.
 *
 * <p>A round: {@link #allocate}; {@link #ordersToSend}, to be sent at once; {@link #raisesToSend}, to be written in a journal
 * and then {@linkplain #sent sent}; and whenever answers have arrived, {@link #proceed} and both again.
 */
public final class Allocator {
    private static final Comparator<Demand> ORDER =
            Comparator.comparing(Demand::arrival).thenComparing(Demand::sessionId);

    /** What the last division left. */
    private record Last(AllocationTask task, List<Demand> sessions, Round round) {}

    private final FallingBack policy;
    private final AllocatorSettings settings;
    private final Balance balance;
    private final Turns turns;
    private final SafetyLayer safety;
    /** As it is described. */
    private Network whole;
    /** As the vehicles that are there use it. */
    private Network network;
    /** By connector, as in {@link Demand#phases}. */
    private int[] phases;

    private @Nullable Last last;
    /** Where in the last division each connector's demand was, or -1. */
    private int[] positions = {};

    private List<Overload> overloads = List.of();

    /**
     * @param policy asked in each round; when it fails, {@link LeastLaxity} divides
     */
    public Allocator(AllocationPolicy policy, AllocatorSettings settings, Network network) {
        int count = network.connectors().size();
        this.policy = policy instanceof FallingBack already ? already : new FallingBack(policy, new LeastLaxity());
        this.settings = settings;
        this.whole = network;
        this.network = network;
        this.phases = new int[count];
        this.balance = new Balance(network, settings.turn());
        this.turns = new Turns(settings, this.policy.turnRule(), balance);
        this.safety = new SafetyLayer(settings.orders(), count);
    }

    /**
     * From now on the limits are those of {@code changed}.
     *
     * @throws IllegalArgumentException if it has other connectors
     */
    public void network(Network changed) {
        if (!changed.connectors().equals(whole.connectors())) {
            throw new IllegalArgumentException("an allocator keeps its connectors");
        }
        whole = changed;
        network = changed.usedBy(phases);
    }

    /** The network as the vehicles of the last division use it; its connectors have the power of what these draw. */
    public Network network() {
        return network;
    }

    /**
     * After a restart or a take-over: the most an earlier owner may have told a connector. It counts until the charge point
     * has confirmed an order of this allocator, and has no other end, for an earlier owner that is cut off may go on renewing
     * what it ordered last.
     */
    public void presume(int connector, double amps) {
        safety.of(network, connector).presume(amps);
    }

    /** Whether this owner may only renew and lower, since it has no majority. Raises not handed out yet are taken back. */
    public void holdOnly(boolean only) {
        safety.holdOnly(only);
    }

    /** The most that counts for a connector now: what it may be allowing, its fallback included, or what it draws. */
    public double mostAmps(int connector, Instant now) {
        return safety.mostAmps(network, connector, now);
    }

    /** What a connector allows for sure now. */
    public double leastAmps(int connector, Instant now) {
        return safety.leastAmps(network, connector, now);
    }

    /** Which limits what cannot be lowered exceeded at the last division; all the rest was served as low as it can be. */
    public List<Overload> overloads() {
        return overloads;
    }

    /** How often the policy has failed so far. */
    public long policyFailures() {
        return policy.failures();
    }

    /**
     * Divides anew; connectors not among the demands are told 0 A. What was decided before and not handed out is forgotten.
     *
     * @param demands with floors of 0, at most one a connector; the allocator finds what is owed to whom
     * @param step for which the grants are to hold, usually until the next call; positive
     * @return as {@link #grants}
     */
    public List<Grant> allocate(List<Demand> demands, Instant now, Duration step) {
        decide(demands, now, step);
        return grants(now);
    }

    /** Divides anew, without looking at what each may count on now. */
    void decide(List<Demand> demands, Instant now, Duration step) {
        safety.begin();
        rememberTurns(now);
        positions = positions(demands);
        use(demands);
        List<Demand> held = held(inOrder(demands), now);
        Limits allowed = limits(now, step);
        Limits limits = withRoomFor(held, allowed);
        List<Demand> owed = turns.owed(network, limits, held, now);
        var task = new AllocationTask(network, limits, owed, now, step, before());
        List<Grant> wanted = Rounding.round(task, asked(task, held));
        var round = new Round(safety, task, wanted, overloaded());
        round.begin(allowed, now);
        last = new Last(task, owed.subList(0, demands.size()), round);
    }

    /**
     * What each demand of the last division may count on at a time, in their order; it is less than was decided where a
     * raise is not confirmed yet.
     */
    public List<Grant> grants(Instant now) {
        if (last == null) {
            return List.of();
        }
        Grant[] result = new Grant[last.sessions().size()];
        for (Grant wanted : last.round().wanted()) {
            int position = positions[wanted.demand().connector()];
            if (position >= 0) {
                result[position] = last.round().grant(wanted, now);
            }
        }
        return List.of(result);
    }

    /** Raises what answers have made room for since the last division, and renews what had to wait for that. */
    public void proceed(Instant now) {
        if (last != null) {
            last.round().proceed(limits(now, Duration.ZERO), now);
        }
    }

    /**
     * The lowerings, renewals and questions decided since the last call, to be sent now and in this order. They allow nothing
     * that is not in the journal already.
     */
    public List<Order> ordersToSend(Instant now) {
        return safety.ordersToSend(network, now);
    }

    /**
     * The raises decided since the last call. Each counts from the moment it was decided and until the caller says what
     * became of it: {@link #sent}, after it was written in the journal, or {@link #withdrawn}.
     */
    public List<Order> raisesToSend() {
        return safety.raisesToSend();
    }

    /**
     * A raise is in the journal and is to be sent now.
     *
     * @return whether it may be; not if it was overtaken or has waited for longer than an order's {@linkplain
     *     OrderSettings#transit transit}, in which case it must not be sent, and counts no more
     */
    public boolean sent(Order raise, Instant now) {
        return safety.sent(raise, now);
    }

    /** A raise that was handed out will certainly never be sent; it counts no more. */
    public void withdrawn(Order raise) {
        safety.withdrawn(raise);
    }

    /** A charge point has obeyed an order. What is not known, or was overtaken by what it confirmed since, is ignored. */
    public void confirmed(int connector, long number, Instant now) {
        SentOrders sent = safety.known(connector);
        if (sent != null && sent.confirmed(number, now) && last != null) {
            last.round().confirmed(connector);
        }
    }

    /**
     * A charge point says that an order has not taken effect and never will: it counts no more, and what counted before goes
     * on to count. It is not asked again before the next division.
     */
    public void refused(int connector, long number) {
        SentOrders sent = safety.known(connector);
        if (sent != null && sent.refused(number) && last != null) {
            last.round().refused(connector);
        }
    }

    /** What a connector draws. Where that is more than any order allows it counts, until the next reading or for a lease. */
    public void metered(int connector, double amps, Instant now) {
        if (amps > 0 || safety.known(connector) != null) {
            safety.of(network, connector).metered(amps, now);
        }
    }

    private List<Grant> asked(AllocationTask task, List<Demand> held) {
        return switch (policy.turnRule()) {
            case AFTER_PATIENCE, WHERE_SCARCE, ONLY_KEPT -> policy.divide(task);
            case EQUAL_ENERGY -> balance.divide(policy, task, held);
        };
    }

    private void rememberTurns(Instant now) {
        if (last == null) {
            return;
        }
        double[] amps = new double[network.connectors().size()];
        Instant then = last.task().now();
        for (Grant wanted : last.round().wanted()) {
            SentOrders sent = safety.known(wanted.demand().connector());
            amps[wanted.demand().connector()] = Math.min(wanted.amps(), sent == null ? 0 : sent.leastAmps(then));
        }
        turns.happened(last.task(), last.sessions(), amps, then);
        if (policy.turnRule() == TurnRule.EQUAL_ENERGY) { // nobody else asks the balance
            balance.happened(last.sessions(), amps, Duration.between(then, now));
        }
    }

    private IntToDoubleFunction before() {
        double[] amps = new double[phases.length];
        if (last != null) {
            last.round().wanted().forEach(grant -> amps[grant.demand().connector()] = grant.amps());
        }
        return connector -> amps[connector];
    }

    /** For each connector the position of its demand, or -1. */
    private int[] positions(List<Demand> demands) {
        int[] found = new int[network.connectors().size()];
        Arrays.fill(found, -1);
        for (int i = 0; i < demands.size(); i++) {
            int connector = demands.get(i).connector();
            if (found[connector] >= 0) {
                throw new IllegalArgumentException("two demands for connector " + connector);
            }
            found[connector] = i;
        }
        return found;
    }

    /** What counts where depends on the phases of the vehicles that are there; of whoever comes next nothing is known. */
    private void use(List<Demand> demands) {
        int[] used = new int[phases.length];
        for (Demand demand : demands) {
            used[demand.connector()] = demand.phases();
        }
        if (!Arrays.equals(used, phases)) {
            phases = used;
            network = whole.usedBy(used);
            balance.use(network);
        }
    }

    private static List<Demand> inOrder(List<Demand> demands) {
        for (int i = 1; i < demands.size(); i++) {
            if (ORDER.compare(demands.get(i - 1), demands.get(i)) > 0) {
                return demands.stream().sorted(ORDER).toList();
            }
        }
        return demands;
    }

    /**
     * The demands, and after them what connectors without one hold. What a charge point counts at whatever is decided now
     * is owed to it, and one that does not do as told can use no more. An owner that may only hold raises nobody.
     */
    private List<Demand> held(List<Demand> demands, Instant now) {
        List<Demand> result = new ArrayList<>(demands.size());
        for (Demand demand : demands) {
            int connector = demand.connector();
            double amps = safety.heldAmps(network, connector, now);
            if (safety.isFixed(connector, now)) {
                result.add(demand.between(amps, amps));
            } else if (safety.holdsOnly()) {
                double most = Math.min(demand.ceilingAmps(), safety.mostAmps(network, connector, now));
                result.add(demand.between(amps, Math.max(amps, most)));
            } else {
                result.add(amps == demand.floorAmps() ? demand : demand.withFloor(amps));
            }
        }
        for (int connector = 0; connector < positions.length; connector++) {
            double amps = positions[connector] < 0 ? safety.heldAmps(network, connector, now) : 0;
            if (amps > 0) {
                result.add(new Demand("", connector, amps, amps, 0, now, now));
            }
        }
        return result;
    }

    /** What may be used until the orders given now have run out, also if nobody comes to change them. */
    private Limits limits(Instant now, Duration step) {
        Duration window = settings.orders().window();
        return network.limits(now, step.compareTo(window) > 0 ? step : window);
    }

    /** Where what is held is more already, nothing can be done now but to give out nothing else. */
    private Limits withRoomFor(List<Demand> held, Limits allowed) {
        Limits limits = allowed;
        var headroom = new Headroom(network, allowed);
        for (Demand demand : held) {
            if (demand.floorAmps() > 0) {
                headroom.add(demand.connector(), demand.floorAmps());
            }
        }
        List<Overload> found = new ArrayList<>();
        for (int limit = 0; limit < limits.count(); limit++) {
            double load = headroom.load(limit);
            if (load > limits.bound(limit)) {
                if (limits.isViolated(limit, load)) {
                    found.add(new Overload(limit, network.limits().get(limit), limits.bound(limit), load));
                }
                limits = limits.with(limit, load);
            }
        }
        overloads = List.copyOf(found);
        return limits;
    }

    private BitSet overloaded() {
        var result = new BitSet();
        overloads.forEach(overload -> result.set(overload.position()));
        return result;
    }
}
