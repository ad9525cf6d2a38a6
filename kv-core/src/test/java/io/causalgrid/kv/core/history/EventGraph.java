package io.causalgrid.kv.core.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Events and what must come before what. Immutable. */
final class EventGraph {
    private final List<Event> events;
    private final List<List<Edge>> leaving;

    EventGraph(List<Event> events, Stream<Edge> edges) {
        this.events = events;
        this.leaving = Stream.<List<Edge>>generate(() -> new ArrayList<>(2))
                .limit(events.size())
                .toList();
        edges.forEach(edge -> leaving(edge.from()).add(edge));
    }

    EventGraph with(Stream<Edge> more) {
        return new EventGraph(events, Stream.concat(leaving.stream().flatMap(List::stream), more));
    }

    List<Edge> leaving(Event event) {
        return leaving.get(event.number());
    }

    /** Every event behind all those that come before it; events on a cycle, or behind one, are left out. */
    List<Event> inOrder() {
        int[] waitingFor = new int[events.size()];
        leaving.forEach(edges -> edges.forEach(edge -> waitingFor[edge.to().number()]++));
        var ordered = new ArrayList<Event>(events.size());
        events.stream().filter(event -> waitingFor[event.number()] == 0).forEach(ordered::add);
        for (int next = 0; next < ordered.size(); next++) {
            for (Edge edge : leaving(ordered.get(next))) {
                if (--waitingFor[edge.to().number()] == 0) {
                    ordered.add(edge.to());
                }
            }
        }
        return ordered;
    }

    /** A cycle that changes sessions rarely; empty if there is none. */
    List<Edge> cycle() {
        var cyclic = new BitSet();
        cyclic.set(0, events.size());
        inOrder().forEach(event -> cyclic.clear(event.number()));
        if (cyclic.isEmpty()) {
            return List.of();
        }
        var entering = new HashMap<Event, Edge>();
        cyclic.stream().forEach(number -> leaving.get(number).forEach(edge -> entering.put(edge.to(), edge)));
        // Each of these events has another of them before it, so going back ends on a cycle.
        var passed = new HashSet<Event>();
        Edge back = edgeInto(events.get(cyclic.nextSetBit(0)), entering);
        while (passed.add(back.to())) {
            back = edgeInto(back.from(), entering);
        }
        List<Edge> cycle = path(back.to(), back.from());
        cycle.add(back);
        return cycle;
    }

    /**
     * The path from one event to another that changes sessions least: session order costs nothing and is followed first.
     *
     * @throws IllegalArgumentException if no path leads there
     */
    List<Edge> path(Event from, Event to) {
        var arrivals = new HashMap<Event, Edge>();
        var open = new ArrayDeque<Edge>(leaving(from));
        while (!open.isEmpty() && !arrivals.containsKey(to)) {
            Edge edge = open.removeFirst();
            if (arrivals.putIfAbsent(edge.to(), edge) == null) {
                leaving(edge.to()).forEach(next -> enqueue(next, open));
            }
        }
        var path = new ArrayList<Edge>();
        for (Event at = to; !at.equals(from); at = path.getLast().from()) {
            path.add(edgeInto(at, arrivals));
        }
        Collections.reverse(path);
        return path;
    }

    private static void enqueue(Edge edge, ArrayDeque<Edge> open) {
        switch (edge) {
            case Edge.SessionOrder _ -> open.addFirst(edge);
            case Edge.ReadFrom _, Edge.Overwritten _ -> open.addLast(edge);
        }
    }

    private static Edge edgeInto(Event event, Map<Event, Edge> entering) {
        Edge edge = entering.get(event);
        if (edge == null) {
            throw new IllegalArgumentException("nothing leads to " + event);
        }
        return edge;
    }
}
