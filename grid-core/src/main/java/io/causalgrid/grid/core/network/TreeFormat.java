package io.causalgrid.grid.core.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This project's own format: a tree of nodes with limits, and connectors below them. */
final class TreeFormat {
    private static final String CAP = "capKw";
    private static final double WATTS_A_KILOWATT = 1_000;
    private static final List<String> LINES = List.of("a", "b", "c");

    /** A node; its limits are on the side of its connectors, its transformer is between it and its parent. */
    private record Node(Members source, @Nullable String parent, double deltaWye, List<Members> limits) {}

    private final Members document;
    private final NetworkReader.Choices choices;
    private final Map<String, Double> constants = new HashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, LineCurrents>> below = new HashMap<>();
    private final List<Connector> connectors = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private TreeFormat(Members document, NetworkReader.Choices choices) {
        this.document = document;
        this.choices = choices;
    }

    static Network read(Map<String, ?> document, NetworkReader.Choices choices) {
        return new TreeFormat(new Members("network", document), choices).read();
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
        return Network.of(connectors, rows);
    }

    private void readNode(Members source) {
        String id = source.text("id");
        double deltaWye = source.number("deltaWye", Double.NaN);
        if (deltaWye <= 0) {
            throw source.error("deltaWye, a ratio of turns, is " + deltaWye);
        }
        var node = new Node(
                source, source.optionalText("parent").orElse(null), deltaWye, source.optionalObjects("limits"));
        source.requireNoOthers();
        if (nodes.put(id, node) != null) {
            throw source.error("node " + id + " is there twice");
        }
        below.put(id, new LinkedHashMap<>());
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
        var connector = new Connector(
                id, phases, source.number("volts"), chargePoint(source), source.number("fallbackAmps", 0));
        LineCurrents currents = phases.currents();
        for (String at = source.text("node"); at != null; ) {
            Node node = nodes.get(at);
            if (node == null) {
                throw source.error("the node " + at + " is unknown");
            }
            below.getOrDefault(at, new HashMap<>()).put(id, currents);
            currents = Double.isNaN(node.deltaWye()) ? currents : currents.throughDeltaWye(node.deltaWye());
            at = node.parent();
        }
        source.requireNoOthers();
        connectors.add(connector);
    }

    private static Phases phases(Members source) {
        String name = source.text("phases");
        return Arrays.stream(Phases.values())
                .filter(phases -> phases.name().equals(name))
                .findFirst()
                .orElseThrow(() -> source.error(
                        "'phases' should be one of " + Arrays.toString(Phases.values()) + ", not " + name));
    }

    private ChargePoint chargePoint(Members connector) {
        if (!connector.has("currents")) {
            return choices.chargePoint();
        }
        Members currents = connector.object("currents");
        ChargePoint result;
        if (currents.has("amps")) {
            result = new ChargePoint.Steps(currents.numbers("amps"));
        } else if (currents.has("stepAmps")) {
            result = ChargePoint.steps(
                    currents.number("minAmps"), currents.number("maxAmps"), currents.number("stepAmps"));
        } else {
            result = new ChargePoint.Continuous(currents.number("minAmps", 0), currents.number("maxAmps"));
        }
        currents.requireNoOthers();
        return result;
    }

    private void readLimit(String node, Members source) {
        Map<String, LineCurrents> members = below.getOrDefault(node, Map.of());
        String on = source.optionalText("on").orElse("sum");
        if (source.has("watts")) {
            if (!on.equals("sum")) {
                throw source.error("a limit in watts is on the sum");
            }
            String id = source.optionalText("id").orElse(node + "/watts");
            rows.add(new Row(new Limit(id, Unit.WATTS, profile(source, "watts")), powers(members.keySet())));
        } else {
            LimitProfile profile = profile(source, "amps");
            switch (on) {
                case "sum" -> {
                    String id = source.optionalText("id").orElse(node + "/amps");
                    Map<String, Phasor> shares = new HashMap<>();
                    members.keySet().forEach(member -> shares.put(member, Phasor.real(1)));
                    rows.add(new Row(new Limit(id, Unit.AMPERES, profile), shares));
                }
                case "lines" -> addLines(source.optionalText("id").orElse(node + "/lines"), profile, members);
                default -> throw source.error("'on' should be sum or lines, not " + on);
            }
        }
        source.requireNoOthers();
    }

    private void addLines(String id, LimitProfile profile, Map<String, LineCurrents> members) {
        for (int line = 0; line < LINES.size(); line++) {
            Map<String, Phasor> shares = new HashMap<>();
            int index = line;
            members.forEach((member, currents) -> {
                Phasor share = currents.lines().get(index);
                if (share.magnitude() > 0) {
                    shares.put(member, share);
                }
            });
            rows.add(new Row(new Limit(id + "/" + LINES.get(line), Unit.AMPERES, profile), shares));
        }
    }

    private LimitProfile profile(Members source, String unit) {
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
        Set<String> all = new HashSet<>();
        connectors.forEach(connector -> all.add(connector.id()));
        var profile = LimitProfile.constant(capKw * WATTS_A_KILOWATT);
        rows.add(new Row(new Limit("cap", Unit.WATTS, profile), powers(all)));
    }

    private Map<String, Phasor> powers(Set<String> members) {
        Map<String, Phasor> shares = new HashMap<>();
        for (Connector connector : connectors) {
            if (members.contains(connector.id())) {
                shares.put(connector.id(), Phasor.real(connector.wattsPerAmp()));
            }
        }
        return shares;
    }
}
