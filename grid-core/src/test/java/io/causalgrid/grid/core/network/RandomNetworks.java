package io.causalgrid.grid.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes networks by chance: trees with limits of every kind, transformers, connectors on any phases. */
public final class RandomNetworks {
    private static final List<String> PHASES = List.of("A", "B", "C", "AB", "BC", "CA", "ABC", "BCA", "CAB");
    private final RandomGenerator random;
    private final List<Map<String, Object>> nodes = new ArrayList<>();
    private final boolean continuous;

    private RandomNetworks(RandomGenerator random, boolean continuous) {
        this.random = random;
        this.continuous = continuous;
    }

    /** Any, with at most {@code connectorsMax} connectors. */
    public static Network any(RandomGenerator random, int connectorsMax) {
        return new RandomNetworks(random, false).make(connectorsMax);
    }

    /** One whose charge points can be told any current. */
    public static Network continuous(RandomGenerator random, int connectorsMax) {
        return new RandomNetworks(random, true).make(connectorsMax);
    }

    private Network make(int connectorsMax) {
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            nodes.add(node(i));
        }
        List<Map<String, Object>> connectors = new ArrayList<>();
        int size = 1 + random.nextInt(connectorsMax);
        for (int i = 0; i < size; i++) {
            connectors.add(connector("c" + i));
        }
        try {
            return read(connectors);
        } catch (InvalidNetworkException e) { // more falls back than some limit allows
            connectors.forEach(connector -> connector.remove("fallbackAmps"));
            return read(connectors);
        }
    }

    private Network read(List<Map<String, Object>> connectors) {
        return NetworkReader.read(Map.of("nodes", nodes, "connectors", connectors), NetworkReader.Choices.DEFAULT);
    }

    private Map<String, Object> node(int index) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", "n" + index);
        if (index > 0) {
            node.put("parent", "n" + random.nextInt(index));
        }
        if (random.nextInt(4) == 0) {
            node.put("deltaWye", 1 + random.nextInt(4));
        }
        List<Map<String, Object>> limits = new ArrayList<>();
        if (random.nextBoolean()) {
            limits.add(Map.of("amps", 33 + random.nextInt(150), "on", "sum"));
        }
        if (random.nextBoolean()) {
            limits.add(Map.of("amps", 60 + random.nextInt(100), "on", "lines"));
        }
        if (random.nextInt(4) == 0) {
            limits.add(Map.of("id", "fuse" + index, "amps", 40 + random.nextInt(60), "on", List.of("c", "a")));
        }
        if (limits.isEmpty() || random.nextInt(3) == 0) {
            limits.add(Map.of("watts", 23_000 + random.nextInt(60_000)));
        }
        node.put("limits", limits);
        return node;
    }

    private Map<String, Object> connector(String id) {
        Map<String, Object> connector = new LinkedHashMap<>();
        connector.put("id", id);
        connector.put("node", "n" + random.nextInt(nodes.size()));
        connector.put("phases", PHASES.get(random.nextInt(PHASES.size())));
        connector.put("volts", random.nextBoolean() ? 208 : 230);
        connector.put("currents", currents());
        if (!continuous && random.nextInt(6) == 0) {
            connector.put("fallbackAmps", 8); // which each of the kinds allows
        }
        return connector;
    }

    private Map<String, Object> currents() {
        if (continuous) {
            return Map.of("maxAmps", 16 + random.nextInt(17));
        }
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("maxAmps", 16 + random.nextInt(17));
            case 1 -> Map.of("minAmps", 6, "maxAmps", 32);
            case 2 -> Map.of("minAmps", 6, "maxAmps", 32, "stepAmps", 1);
            default -> Map.of("amps", List.of(8, 16, 24, 32));
        };
    }
}
