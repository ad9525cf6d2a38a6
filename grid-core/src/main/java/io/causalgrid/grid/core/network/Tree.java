package io.causalgrid.grid.core.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nodes below one another, limits on them, and connectors at them.
 *
 * @param nodes by their ids
 * @param nodeOf where each connector is, by its id
 * @param limits in the order of the rows
 */
record Tree(Map<String, Node> nodes, Map<String, String> nodeOf, List<NodeLimit> limits) implements Layout {
    /** A node; its limits are on the side of its connectors, its transformer, if it has one, is between it and its parent. */
    record Node(@Nullable String parent, double deltaWye) {}

    /** A limit on what is below a node; on everything without one. */
    record NodeLimit(@Nullable String node, On on, Limit limit) {}

    /** What a limit bounds. */
    enum On {
        POWER,
        SUM,
        LINE_A,
        LINE_B,
        LINE_C
    }

    @Override
    public List<Row> rows(List<Connector> connectors) {
        Map<String, Map<String, List<LineCurrents>>> below = new HashMap<>();
        connectors.forEach(connector -> climb(connector, below));
        List<Row> rows = new ArrayList<>();
        for (NodeLimit limit : limits) {
            Map<String, List<LineCurrents>> members =
                    limit.node() == null ? Map.of() : below.getOrDefault(limit.node(), Map.of());
            rows.add(
                    switch (limit.on()) {
                        case POWER -> plain(limit, connectors, members, Connector::wattsPerAmp);
                        case SUM -> plain(limit, connectors, members, _ -> 1.0);
                        case LINE_A -> line(limit, members, LineCurrents::a);
                        case LINE_B -> line(limit, members, LineCurrents::b);
                        case LINE_C -> line(limit, members, LineCurrents::c);
                    });
        }
        return rows;
    }

    private void climb(Connector connector, Map<String, Map<String, List<LineCurrents>>> below) {
        List<LineCurrents> parts = connector.phases().parts();
        for (String at = nodeOf.get(connector.id()); at != null; ) {
            Node node = nodes.get(at);
            below.computeIfAbsent(at, _ -> new HashMap<>()).put(connector.id(), parts);
            if (node != null && !Double.isNaN(node.deltaWye())) {
                parts = parts.stream()
                        .map(part -> part.throughDeltaWye(node.deltaWye()))
                        .toList();
            }
            at = node == null ? null : node.parent();
        }
    }

    private static Row plain(
            NodeLimit limit,
            List<Connector> connectors,
            Map<String, List<LineCurrents>> members,
            Function<Connector, Double> factor) {
        Map<String, Phasor> shares = new HashMap<>();
        for (Connector connector : connectors) {
            if (limit.node() == null || members.containsKey(connector.id())) {
                shares.put(connector.id(), Phasor.real(factor.apply(connector)));
            }
        }
        return new Row(limit.limit(), shares);
    }

    private static Row line(
            NodeLimit limit, Map<String, List<LineCurrents>> members, Function<LineCurrents, Phasor> line) {
        Map<String, List<Phasor>> parts = new HashMap<>();
        members.forEach(
                (id, currents) -> parts.put(id, currents.stream().map(line).toList()));
        return Row.ofParts(limit.limit(), parts);
    }
}
