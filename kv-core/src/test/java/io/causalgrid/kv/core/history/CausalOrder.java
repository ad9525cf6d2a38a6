package io.causalgrid.kv.core.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The least causal order of a history: session order, and every write before the reads that return it, transitively.
 * As every value tells its write, any causal order that explains the history contains it. Each event has a vector
 * clock: how many operations of each session it is, or has before it. Without meaning if {@link #graph} has a cycle.
 */
final class CausalOrder {
    private final List<Event> events;
    private final EventGraph graph;
    private final int[][] clocks;
    private final Map<Operation, Event> writes = new HashMap<>();
    private final Map<String, Map<Integer, NavigableMap<Integer, Event>>> writesByKeyAndSession = new HashMap<>();

    CausalOrder(History history) {
        int sessions = history.sessions().size();
        events = history.events();
        events.stream().filter(event -> !event.isRead()).forEach(this::index);
        graph = new EventGraph(events, Stream.concat(sessionOrder(), readFrom()));
        clocks = new int[events.size()][sessions];
        graph.inOrder().forEach(this::passOnClock);
    }

    EventGraph graph() {
        return graph;
    }

    List<Event> reads() {
        return events.stream().filter(Event::isRead).toList();
    }

    /** The write whose value the read returned; empty if nobody wrote it, or if it is the initial value. */
    Optional<Event> writeSeenBy(Event read) {
        String value = read.operation().value();
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(
                        writes.get(new Operation.Write(read.operation().key(), value)));
    }

    boolean isBefore(Event one, Event other) {
        return !one.equals(other) && clocks[other.number()][one.session()] > one.index();
    }

    /** Of each session, the last write of the read's key that comes before the read. */
    Stream<Event> latestWritesBefore(Event read) {
        int[] clock = clocks[read.number()];
        return writesByKeyAndSession.getOrDefault(read.operation().key(), Map.of()).entrySet().stream()
                .map(writes -> writes.getValue().lowerEntry(clock[writes.getKey()]))
                .filter(Objects::nonNull)
                .map(Map.Entry::getValue);
    }

    private void index(Event write) {
        writes.put(write.operation(), write);
        writesByKeyAndSession
                .computeIfAbsent(write.operation().key(), _ -> new HashMap<>())
                .computeIfAbsent(write.session(), _ -> new TreeMap<>())
                .put(write.index(), write);
    }

    private Stream<Edge> sessionOrder() {
        return events.stream()
                .filter(event -> event.index() > 0)
                .map(event -> new Edge.SessionOrder(events.get(event.number() - 1), event));
    }

    private Stream<Edge> readFrom() {
        return reads().stream()
                .flatMap(read -> writeSeenBy(read).stream().map(write -> new Edge.ReadFrom(write, read)));
    }

    private void passOnClock(Event event) {
        int[] clock = clocks[event.number()];
        clock[event.session()] = event.index() + 1;
        for (Edge edge : graph.leaving(event)) {
            int[] next = clocks[edge.to().number()];
            for (int session = 0; session < clock.length; session++) {
                next[session] = Math.max(next[session], clock[session]);
            }
        }
    }
}
