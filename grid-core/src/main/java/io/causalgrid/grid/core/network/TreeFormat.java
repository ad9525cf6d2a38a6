package io.causalgrid.grid.core.network;

import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Daily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This project's own format: a tree of nodes with limits, and connectors below them. */
final class TreeFormat {
    private static final String CAP = "capKw";
    private static final double WATTS_A_KILOWATT = 1_000;
    private static final Map<String, Tree.On> LINES = lines();

    /** @param load in watts, of this node alone */
    private record Node(Members source, @Nullable String parent, double deltaWye, Course load, List<Members> limits) {}

    private final Members document;
    private final NetworkReader.Choices choices;
    private final NetworkReader.Surroundings surroundings;
    private final Map<String, Double> constants = new HashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> nodeOf = new HashMap<>();
    private final List<Connector> connectors = new ArrayList<>();
    private final List<Tree.NodeLimit> limits = new ArrayList<>();

    private TreeFormat(Members document, NetworkReader.Choices choices, NetworkReader.Surroundings surroundings) {
        this.document = document;
        this.choices = choices;
        this.surroundings = surroundings;
    }

    static Network read(
            Map<String, ?> document, NetworkReader.Choices choices, NetworkReader.Surroundings surroundings) {
        return new TreeFormat(new Members("network", document), choices, surroundings).read();
    }

    private Network read() {
        document.optionalText("name");
        boolean hasCap = document.has(CAP);
        if (hasCap) {
            constants.put(CAP, document.bound(CAP, Map.of()));
        }
        choices.capKw().ifPresent(cap -> constants.put(CAP, cap));
        document.objects("nodes").forEach(this::readNode);
        nodes.forEach((id, node) -> requirePathToRoot(id, node));
        document.objects("connectors").forEach(this::readConnector);
        nodes.forEach((id, node) -> node.limits().forEach(limit -> readLimit(id, limit)));
        if (!hasCap && choices.capKw().isPresent()) {
            capEverything(choices.capKw().getAsDouble());
        }
        document.requireNoOthers();
        Map<String, Tree.Node> places = new HashMap<>();
        nodes.forEach((id, node) -> places.put(id, new Tree.Node(node.parent(), node.deltaWye())));
        Network network = Network.of(connectors, new Tree(places, nodeOf, limits));
        Course all = OtherLoads.nothing();
        for (Node node : nodes.values()) {
            all = OtherLoads.isAny(node.load()) ? all.plus(1, node.load()) : all;
        }
        return OtherLoads.isAny(all) ? network.beside(loadsByLimit(all), all) : network;
    }

    /** What flows through each limit besides what vehicles draw, in its unit. */
    private Map<String, Course> loadsByLimit(Course all) {
        Map<String, Course> loads = new HashMap<>();
        for (Tree.NodeLimit limit : limits) {
            Course watts = limit.node() == null ? all : loadBelow(limit.node());
            if (OtherLoads.isAny(watts)) {
                loads.put(limit.limit().id(), limit.on() == Tree.On.POWER ? watts : inLines(limit, watts));
            }
        }
        return loads;
    }

    private Course loadBelow(String id) {
        Course load = OtherLoads.nothing();
        for (Node node : nodes.values()) {
            if (OtherLoads.isAny(node.load()) && isAtOrBelow(node, id)) {
                load = load.plus(1, node.load());
            }
        }
        return load;
    }

    private boolean isAtOrBelow(Node node, String id) {
        Node top = nodes.get(id);
        for (Node at = node; at != null; at = at.parent() == null ? null : nodes.get(at.parent())) {
            if (at.equals(top)) {
                return true;
            }
        }
        return false;
    }

    private Course inLines(Tree.NodeLimit limit, Course watts) {
        Members node = Objects.requireNonNull(nodes.get(limit.node())).source();
        if (limit.on() == Tree.On.SUM) {
            throw node.wrong(
                    "limits",
                    "limit " + limit.limit().id()
                            + " is a plain sum of amperes, in which a base load or the sun does not count: give it in watts,"
                            + " or on lines");
        }
        double volts = node.number("volts", Double.NaN);
        if (Double.isNaN(volts)) {
            throw node.error("a base load or the sun counts in limit "
                    + limit.limit().id() + ", so the node needs 'volts', between its lines");
        }
        return OtherLoads.inLines(watts, volts);
    }

    private static Map<String, Tree.On> lines() {
        Map<String, Tree.On> lines = new LinkedHashMap<>();
        lines.put("a", Tree.On.LINE_A);
        lines.put("b", Tree.On.LINE_B);
        lines.put("c", Tree.On.LINE_C);
        return lines;
    }

    private void readNode(Members source) {
        String id = source.text("id");
        requirePossibleVolts(source);
        double deltaWye = source.number("deltaWye", Double.NaN);
        if (deltaWye <= 0) {
            throw source.error("deltaWye, a ratio of turns, is " + deltaWye);
        }
        var node = new Node(
                source,
                source.optionalText("parent").orElse(null),
                deltaWye,
                OtherLoads.ofNode(source, surroundings),
                source.optionalObjects("limits"));
        source.requireNoOthers();
        if (nodes.put(id, node) != null) {
            throw source.error("node " + id + " is there twice");
        }
    }

    private static void requirePossibleVolts(Members source) {
        double volts = source.number("volts", Double.NaN);
        if (volts <= 0) {
            throw source.wrong("volts", "'volts', between the node's lines, is " + volts);
        }
    }

    private void requirePathToRoot(String id, Node node) {
        Set<String> path = new HashSet<>(Set.of(id));
        for (Node at = node; at.parent() != null; ) {
            String parent = at.parent();
            if (!path.add(parent)) {
                throw node.source().error("there is a cycle: node " + id + " is above itself or below a cycle");
            }
            Node next = nodes.get(parent);
            if (next == null) {
                throw at.source().error("the parent " + parent + " is no node");
            }
            at = next;
        }
    }

    private void readConnector(Members source) {
        String id = source.text("id");
        Phases phases = phases(source);
        var connector =
                new Connector(id, phases, source.number("volts"), currents(source), source.number("fallbackAmps", 0));
        String at = source.text("node");
        if (!nodes.containsKey(at)) {
            throw source.error("the node " + at + " is unknown");
        }
        nodeOf.put(id, at);
        source.requireNoOthers();
        connectors.add(connector);
    }

    private static Phases phases(Members source) {
        String name = source.text("phases");
        return Phases.OF_CONNECTORS.stream()
                .filter(phases -> phases.name().equals(name))
                .findFirst()
                .orElseThrow(() -> source.error("'phases' should be one of " + Phases.OF_CONNECTORS + ", not " + name));
    }

    private Currents currents(Members connector) {
        if (!connector.has("currents")) {
            return choices.currents();
        }
        Members currents = connector.object("currents");
        Currents result;
        if (currents.has("amps")) {
            result = new Currents.Steps(currents.numbers("amps"));
        } else if (currents.has("stepAmps")) {
            result =
                    Currents.steps(currents.number("minAmps"), currents.number("maxAmps"), currents.number("stepAmps"));
        } else {
            result = new Currents.Continuous(currents.number("minAmps", 0), currents.number("maxAmps"));
        }
        currents.requireNoOthers();
        return result;
    }

    private void readLimit(String node, Members source) {
        boolean isList = source.has("on") && source.isList("on");
        String on = isList ? "lines" : source.optionalText("on").orElse("sum");
        if (source.has("watts")) {
            if (!on.equals("sum")) {
                throw source.error("a limit in watts is on the sum");
            }
            var limit = new Limit(id(source, node + "/watts"), Unit.WATTS, profile(source, "watts"));
            limits.add(new Tree.NodeLimit(node, Tree.On.POWER, limit));
        } else {
            LimitProfile profile = profile(source, "amps");
            switch (on) {
                case "sum" ->
                    limits.add(new Tree.NodeLimit(
                            node, Tree.On.SUM, new Limit(id(source, node + "/amps"), Unit.AMPERES, profile)));
                case "lines" -> addLines(node, source, profile, isList ? source.texts("on") : LINES.keySet());
                default -> throw source.error("'on' should be sum, lines or a list of lines, not " + on);
            }
        }
        source.requireNoOthers();
    }

    private static String id(Members limit, String otherwise) {
        return limit.optionalText("id").orElse(otherwise);
    }

    private void addLines(String node, Members source, LimitProfile profile, Collection<String> lines) {
        if (lines.isEmpty()) {
            throw source.error("'on' names no line");
        }
        String id = id(source, node + "/lines");
        for (String line : lines) {
            Tree.On on = LINES.get(line);
            if (on == null) {
                throw source.error("'on' should name lines of " + LINES.keySet() + ", not " + line);
            }
            limits.add(new Tree.NodeLimit(node, on, new Limit(id + "/" + line, Unit.AMPERES, profile)));
        }
    }

    private LimitProfile profile(Members source, String unit) {
        if (!source.has("daily")) {
            return changing(source, unit);
        }
        if (source.has("changes")) {
            throw source.wrong("daily", "a limit has either 'daily' or 'changes'");
        }
        var bound = new TimesOfDay(source.bound(unit, constants));
        for (Members time : source.objects("daily")) {
            bound.add(time, time.bound(unit, constants));
            time.requireNoOthers();
        }
        return new LimitProfile(new Daily(bound.values(), surroundings.zone()));
    }

    private LimitProfile changing(Members source, String unit) {
        NavigableMap<Instant, Double> changes = new TreeMap<>();
        for (Members change : source.optionalObjects("changes")) {
            Instant from = change.instant("from");
            if (changes.put(from, change.bound(unit, constants)) != null) {
                throw change.error("there are two changes at " + from);
            }
            change.requireNoOthers();
        }
        return new LimitProfile(source.bound(unit, constants), changes);
    }

    private void capEverything(double capKw) {
        var profile = LimitProfile.constant(capKw * WATTS_A_KILOWATT);
        limits.add(new Tree.NodeLimit(null, Tree.On.POWER, new Limit("cap", Unit.WATTS, profile)));
    }
}
