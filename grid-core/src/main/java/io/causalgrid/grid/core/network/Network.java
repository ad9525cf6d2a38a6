package io.causalgrid.grid.core.network;

import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A substation's network, compiled for allocation: connectors are columns, limits are rows, and positions in {@link
 * #connectors()} and {@link #limits()} name them everywhere. Immutable.
 *
 * <p>Promise: currents that keep all limits still keep them when any of them are lowered. For plain sums that goes without
 * saying, but lines that carry currents of opposing angles partly cancel, so less on one line pair can be more on a line.
 * Such a limit is therefore joined by guards, which bound the sums of those subsets of its connectors that could exceed it
 * by themselves. The promise is what makes it safe that a vehicle draws less than it is granted, that lowering comes before
 * raising in any order, and that max-min fair division is water-filling (Radunović and Le Boudec, "A Unified Framework for
 * Max-Min and Min-Max Fairness", 2007, calls it free disposal).
 *
 * <p>Shares lie connector by connector in arrays: those of connector {@code c} are numbers {@link #firstShare}(c) to just
 * before {@link #firstShare}(c + 1).
 */
public final class Network {
    private final List<Connector> connectors;
    private final List<Limit> limits;
    private final Map<String, Integer> positions;
    private final ShareTable shares;
    private final Layout layout;
    private final Course otherLoad;

    private Network(
            List<Connector> connectors,
            List<Limit> limits,
            Map<String, Integer> positions,
            ShareTable shares,
            Layout layout,
            Course otherLoad) {
        this.connectors = connectors;
        this.limits = limits;
        this.positions = positions;
        this.shares = shares;
        this.layout = layout;
        this.otherLoad = otherLoad;
    }

    /**
     * Compiles.
     *
     * @throws InvalidNetworkException if two connectors or two limits have the same id, a limit counts an unknown
     *     connector, or the currents that connectors fall back to exceed a limit
     */
    public static Network of(List<Connector> connectors, List<Row> rows) {
        return of(connectors, _ -> rows);
    }

    static Network of(List<Connector> connectors, Layout layout) {
        Network network = compiled(connectors, layout.rows(connectors), layout, OtherLoads.nothing());
        network.requireRoomForFallbacks();
        return network;
    }

    private static Network compiled(List<Connector> connectors, List<Row> rows, Layout layout, Course otherLoad) {
        Map<String, Integer> positions = HashMap.newHashMap(connectors.size());
        for (Connector connector : connectors) {
            if (positions.putIfAbsent(connector.id(), positions.size()) != null) {
                throw new InvalidNetworkException("connector " + connector.id() + " is there twice");
            }
        }
        Set<String> ids = new HashSet<>();
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            if (!ids.add(row.limit().id())) {
                throw new InvalidNetworkException("limit " + row.limit().id() + " is there twice");
            }
            all.add(row);
            all.addAll(Guards.of(row));
        }
        return new Network(
                List.copyOf(connectors),
                all.stream().map(Row::limit).toList(),
                positions,
                ShareTable.of(all, positions),
                layout,
                otherLoad);
    }

    /** Connectors below a single limit on their power. */
    public static Network singleBus(List<Connector> connectors, LimitProfile watts) {
        var bus = new Tree.NodeLimit(null, Tree.On.POWER, new Limit("bus", Unit.WATTS, watts));
        return of(connectors, new Tree(Map.of(), Map.of(), List.of(bus)));
    }

    /**
     * This network with the bounds of the limit {@code id} changed, those of its guards too. They may be lower than what
     * connectors fall back to, for whoever orders that cannot know; what is below such a limit is then given nothing else.
     *
     * @throws IllegalArgumentException if there is no such limit
     */
    public Network withProfile(String id, LimitProfile profile) {
        if (limits.stream().noneMatch(limit -> limit.id().equals(id))) {
            throw new IllegalArgumentException("no limit " + id);
        }
        List<Limit> changed = limits.stream()
                .map(limit ->
                        limit.id().equals(id) ? new Limit(limit.id(), limit.unit(), profile, limit.guard()) : limit)
                .toList();
        return new Network(connectors, changed, positions, shares, layout, otherLoad);
    }

    /**
     * This network with other loads beside the vehicles. They leave less of limits, or more where they feed in, but never less
     * than what connectors fall back to, which flows anyway.
     *
     * @param loads by the id of the limit through which they flow, in its unit; what counts beside vehicles is their magnitude
     * @param all of them, in watts
     */
    Network beside(Map<String, Course> loads, Course all) {
        Map<String, Double> least = new HashMap<>();
        for (int limit = 0; limit < limits.size(); limit++) {
            least.merge(limits.get(limit).id(), fallbackLoad(limit), Math::max);
        }
        List<Limit> changed = limits.stream()
                .map(limit -> {
                    Course load = loads.get(limit.id());
                    return load == null
                            ? limit
                            : new Limit(
                                    limit.id(),
                                    limit.unit(),
                                    limit.profile().beside(load, least.getOrDefault(limit.id(), 0.0)),
                                    limit.guard());
                })
                .toList();
        return new Network(connectors, changed, positions, shares, layout, all);
    }

    /** This network with something else in place of what files record of the loads beside vehicles. */
    public Network replacing(Function<Recorded, Course> other) {
        if (!OtherLoads.isAny(otherLoad)) {
            return this;
        }
        List<Limit> changed = limits.stream()
                .map(limit -> new Limit(
                        limit.id(),
                        limit.unit(),
                        new LimitProfile(limit.profile().bound().replacing(other)),
                        limit.guard()))
                .toList();
        return new Network(connectors, changed, positions, shares, layout, otherLoad.replacing(other));
    }

    /**
     * What the sun gives at least beyond the base loads from an instant for a while, in watts; at the instant if the while is zero.
     */
    public double surplusWatts(Instant from, Duration time) {
        return Math.max(0, OtherLoads.nothing().plus(-1, otherLoad).lowest(from, from.plus(time)));
    }

    /** What flows besides what vehicles draw, in watts; negative while the sun gives more than the base load takes. */
    public Course otherLoad() {
        return otherLoad;
    }

    /**
     * This network as vehicles use it that are known to use fewer phases than their connectors have: what they draw counts only
     * in their lines, and an ampere of theirs is as much less power. Bounds stay as they are here. Where nothing is known, all
     * lines count, each in full.
     *
     * @param phases by connector: 1 or 2, or 0 where that is not known; at connectors of one phase or a pair it means nothing
     */
    public Network usedBy(int[] phases) {
        List<Connector> used = new ArrayList<>(connectors.size());
        for (int i = 0; i < connectors.size(); i++) {
            Connector connector = connectors.get(i);
            used.add(phases[i] == 0 ? connector : connector.usedBy(phases[i]));
        }
        if (used.equals(connectors)) {
            return this;
        }
        Map<String, LimitProfile> bounds = new HashMap<>();
        limits.forEach(limit -> bounds.put(limit.id(), limit.profile()));
        List<Row> rows = layout.rows(used).stream()
                .map(row -> row.with(
                        bounds.getOrDefault(row.limit().id(), row.limit().profile())))
                .toList();
        return compiled(used, rows, layout, otherLoad);
    }

    public List<Connector> connectors() {
        return connectors;
    }

    /** The limits, each followed by its guards. */
    public List<Limit> limits() {
        return limits;
    }

    /** The position of a connector. */
    public OptionalInt connector(String id) {
        Integer position = positions.get(id);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** How a connector counts, limit by limit; for programmes that need not be fast. */
    public List<Share> shares(int connector) {
        List<Share> result = new ArrayList<>();
        for (int share = firstShare(connector); share < firstShare(connector + 1); share++) {
            result.add(new Share(limit(share), re(share), im(share)));
        }
        return result;
    }

    /** The number of a connector's first share; for the number of connectors, the number of all shares. */
    public int firstShare(int connector) {
        return shares.first(connector);
    }

    /** The limit in which a share counts. */
    public int limit(int share) {
        return shares.row(share);
    }

    public double re(int share) {
        return shares.re(share);
    }

    public double im(int share) {
        return shares.im(share);
    }

    /** Whether a limit is on a plain sum of positive shares. */
    public boolean isPlain(int limit) {
        return shares.isPlain(limit);
    }

    /** The number of a limit's first member; for the number of limits, the number of all members. */
    public int firstMember(int limit) {
        return shares.firstMember(limit);
    }

    /** The connector that a member is. */
    public int member(int member) {
        return shares.member(member);
    }

    /** The share with which a member counts. */
    public int shareOfMember(int member) {
        return shares.shareOfMember(member);
    }

    /** The power of a connector at a current. */
    public double watts(int connector, double amps) {
        return connectors.get(connector).wattsPerAmp() * amps;
    }

    /** The lowest bound of each limit from an instant for a while; at the instant if the while is zero. */
    public Limits limits(Instant from, Duration time) {
        Instant until = from.plus(time);
        return new Limits(limits.stream()
                .mapToDouble(limit -> limit.profile().lowest(from, until))
                .toArray());
    }

    /** The limits on the power of all connectors together, as positions. */
    public List<Integer> powerLimits() {
        return IntStream.range(0, limits.size())
                .filter(limit -> limits.get(limit).unit() == Unit.WATTS)
                .filter(limit -> firstMember(limit + 1) - firstMember(limit) == connectors.size())
                .boxed()
                .toList();
    }

    /** When any limit may next change, after a time; {@link Instant#MAX} if none will. */
    public Instant nextLimitChange(Instant after) {
        Instant next = Instant.MAX;
        for (Limit limit : limits) {
            next = Course.earlier(next, limit.profile().nextChange(after));
        }
        return next;
    }

    /** When any limit may change after one time and before another. */
    public NavigableSet<Instant> limitChanges(Instant after, Instant before) {
        var changes = new TreeSet<Instant>();
        for (Instant time = nextLimitChange(after); time.isBefore(before); time = nextLimitChange(time)) {
            changes.add(time);
        }
        return changes;
    }

    private void requireRoomForFallbacks() {
        var lowest = new Limits(
                limits.stream().mapToDouble(limit -> limit.profile().lowest()).toArray());
        for (int limit = 0; limit < limits.size(); limit++) {
            double load = fallbackLoad(limit);
            if (lowest.isViolated(limit, load)) {
                throw new InvalidNetworkException(
                        "the floors of the connectors below limit %s add up to %.1f, above its %.1f"
                                .formatted(limits.get(limit).id(), load, lowest.bound(limit)));
            }
        }
    }

    /** What connectors fall back to, in the limit's unit. */
    private double fallbackLoad(int limit) {
        Phasor sum = Phasor.ZERO;
        for (int member = firstMember(limit); member < firstMember(limit + 1); member++) {
            int share = shareOfMember(member);
            double amps = connectors.get(member(member)).fallbackAmps();
            sum = sum.plus(new Phasor(re(share), im(share)).times(amps));
        }
        return sum.magnitude();
    }
}
