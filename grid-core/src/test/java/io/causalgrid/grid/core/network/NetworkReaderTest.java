package io.causalgrid.grid.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkReaderTest {
    private static final Instant NOW = Instant.parse("2030-03-01T08:00:00Z");
    private static final NetworkReader.Choices IDEAL = NetworkReader.Choices.DEFAULT;

    @Test
    void aTreeCountsAConnectorInEachLimitAboveIt() {
        Network network = read(
                List.of(
                        node("site", null, Map.of("watts", 20_000)),
                        node("pod", "site", Map.of("amps", 40)),
                        node("other", "site", Map.of("amps", 30))),
                List.of(connector("one", "pod"), connector("two", "site")));

        assertThat(network.limits()).extracting(Limit::id).containsExactly("site/watts", "pod/amps", "other/amps");
        assertThat(network.shares(0)).containsExactly(new Share(0, 230, 0), new Share(1, 1, 0));
        assertThat(network.shares(1)).containsExactly(new Share(0, 230, 0));
        assertThat(network.limits(NOW, Duration.ZERO).bound(1)).isEqualTo(40);
    }

    @Test
    void aLimitChangesInTime() {
        Map<String, Object> limit = Map.of(
                "watts",
                20_000,
                "changes",
                List.of(Map.of("from", NOW.plusSeconds(60).toString(), "watts", 15_000)));
        Network network = read(List.of(node("site", null, limit)), List.of(connector("one", "site")));

        assertThat(network.limits(NOW, Duration.ofSeconds(60)).bound(0)).isEqualTo(20_000);
        assertThat(network.limits(NOW, Duration.ofSeconds(61)).bound(0)).isEqualTo(15_000);
        assertThat(network.limits(NOW.plusSeconds(60), Duration.ZERO).bound(0)).isEqualTo(15_000);
    }

    @Test
    void anOrderLowersALimitForAWhile() {
        LimitProfile ordered = LimitProfile.constant(20_000).capped(5_000, NOW, NOW.plusSeconds(60));

        assertThat(ordered.at(NOW.minusNanos(1))).isEqualTo(20_000);
        assertThat(ordered.at(NOW)).isEqualTo(5_000);
        assertThat(ordered.at(NOW.plusSeconds(60))).isEqualTo(20_000);
        assertThat(ordered.lowest(NOW.minusSeconds(9), NOW.plusSeconds(9))).isEqualTo(5_000);
    }

    @Test
    void theSameSiteIsTheSameNetworkInBothFormats() {
        var choices = new NetworkReader.Choices(OptionalDouble.of(60), new Currents.Continuous(0, 32));
        Network pairs = NetworkReader.read(linePairs(), choices);
        Network tree = NetworkReader.read(sameAsTree(), choices);

        assertThat(tree.connectors()).isEqualTo(pairs.connectors());
        for (int connector = 0; connector < pairs.connectors().size(); connector++) {
            List<Share> expected = byLimit(pairs, connector);
            List<Share> actual = byLimit(tree, connector);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i).re()).isCloseTo(expected.get(i).re(), within(1e-12));
                assertThat(actual.get(i).im()).isCloseTo(expected.get(i).im(), within(1e-12));
            }
        }
    }

    @Test
    void formulaeAreEvaluatedWithTheCapOfTheCaller() {
        Network network = NetworkReader.read(
                linePairs(), new NetworkReader.Choices(OptionalDouble.of(36), new Currents.Continuous(0, 32)));

        Limits limits = network.limits(NOW, Duration.ZERO);
        assertThat(bound(network, limits, "secondary_a")).isCloseTo(100, within(1e-9));
        assertThat(bound(network, limits, "primary_b")).isCloseTo(36_000.0 / 3 / 277, within(1e-9));
        assertThat(bound(network, limits, "pod")).isEqualTo(80);
    }

    @Test
    void theCapOfATreeWithoutOneIsALimitOnAllPower() {
        Network network = NetworkReader.read(
                document(List.of(node("site", null, Map.of("amps", 40))), List.of(connector("one", "site"))),
                new NetworkReader.Choices(OptionalDouble.of(10), IDEAL.currents()));

        assertThat(bound(network, network.limits(NOW, Duration.ZERO), "cap")).isEqualTo(10_000);
    }

    @Test
    void aCycleIsNamed() {
        assertRefused(
                document(
                        List.of(node("a", "b", Map.of("amps", 40)), node("b", "a", Map.of("amps", 40))),
                        List.of(connector("one", "a"))),
                "nodes[0]: there is a cycle: node a is above itself or below a cycle");
        Map<String, Object> site = linePairs();
        site.put("line_currents", Map.of("secondary_a", "secondary_b", "secondary_b", "secondary_a"));
        assertRefused(site, "there is a cycle", "depends on itself");
    }

    @Test
    void anUnknownStationOrNodeIsNamed() {
        Map<String, Object> site = linePairs();
        site.put("pods", List.of(Map.of("name", "pod", "limit_a", 80, "stations", List.of("s1", "s9"))));
        assertRefused(site, "pods[0]: unknown station s9");
        List<Map<String, Object>> nodes = List.of(node("site", null, Map.of("amps", 40)));
        assertRefused(document(nodes, List.of(connector("one", "sight"))), "connectors[0]: the node sight is unknown");
        assertRefused(
                document(List.of(node("site", "grid", Map.of("amps", 40))), List.of(connector("one", "site"))),
                "the parent grid is no node");
    }

    @Test
    void floorsAboveALimitAreRefused() {
        var fallsBack = new HashMap<>(connector("one", "site"));
        fallsBack.put("fallbackAmps", 10);
        var alsoFallsBack = new HashMap<>(connector("two", "site"));
        alsoFallsBack.put("fallbackAmps", 10);
        List<Map<String, Object>> nodes = List.of(node("site", null, Map.of("amps", 19)));
        assertRefused(
                document(nodes, List.of(fallsBack, alsoFallsBack)),
                "the floors of the connectors below limit site/amps add up to 20.0, above its 19.0");

        var needsTen = new HashMap<>(connector("one", "site"));
        needsTen.put("currents", Map.of("minAmps", 10, "maxAmps", 32));
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", 9))), List.of(needsTen)),
                "connector one can never charge: its floor of 10.0 A alone exceeds the limit site/amps");
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", -1))), List.of()),
                "nodes[0].limits[0]: amps is negative: -1");
        Map<String, Object> site = linePairs();
        site.put("pods", List.of(Map.of("name", "pod", "limit_a", -80, "stations", List.of("s1"))));
        assertRefused(site, "pods[0]: limit_a is negative: -80");
    }

    @Test
    void aDuplicateIsNamed() {
        List<Map<String, Object>> nodes = List.of(node("site", null, Map.of("amps", 40)));
        assertRefused(
                document(List.of(nodes.getFirst(), nodes.getFirst()), List.of()), "nodes[1]: node site is there twice");
        assertRefused(
                document(nodes, List.of(connector("one", "site"), connector("one", "site"))),
                "connector one is there twice");
        var twoLimits = Map.of("id", "site", "limits", List.of(Map.of("amps", 40), Map.of("amps", 50)));
        assertRefused(document(List.of(twoLimits), List.of()), "limit site/amps is there twice");
    }

    @Test
    void anUnknownMemberIsNamed() {
        var misspelt = new HashMap<>(node("site", null, Map.of("amps", 40, "unit", "A")));
        assertRefused(document(List.of(misspelt), List.of()), "nodes[0].limits[0]: unknown member 'unit'");
        var document = new HashMap<>(document(List.of(node("site", null, Map.of("amps", 40))), List.of()));
        document.put("node", List.of());
        assertRefused(document, "network: unknown member 'node'");
    }

    @Test
    void linesMayHaveLimitsOfTheirOwn() {
        var site = new HashMap<>(node("site", null, Map.of()));
        site.put(
                "limits", List.of(Map.of("amps", 63, "on", List.of("c", "a")), Map.of("amps", 50, "on", List.of("b"))));
        var rotated = new HashMap<>(connector("two", "site"));
        rotated.put("phases", "BCA");
        Network network = read(List.of(site), List.of(connector("one", "site"), rotated));

        assertThat(network.limits())
                .extracting(Limit::id)
                .containsExactly("site/lines/c", "site/lines/a", "site/lines/b");
        assertThat(network.limits(NOW, Duration.ZERO).bound(2)).isEqualTo(50);
        assertThat(network.shares(0)).extracting(Share::limit).containsExactly(1);
        assertThat(network.shares(1)).extracting(Share::limit).containsExactly(0, 1, 2);
        assertThat(network.usedBy(new int[] {0, 1}).shares(1))
                .as("the rotated connector's first phase is line b")
                .extracting(Share::limit)
                .containsExactly(2);
    }

    @Test
    void linesThatAreNoneAreNamed() {
        List<Map<String, Object>> connectors = List.of(connector("one", "site"));
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", 9, "on", List.of("a", "d")))), connectors),
                "nodes[0].limits[0]: 'on' should name lines of [a, b, c], not d");
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", 9, "on", List.of()))), connectors),
                "nodes[0].limits[0]: 'on' names no line");
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", 9, "on", List.of("a", "a")))), connectors),
                "limit site/lines/a is there twice");
        assertRefused(
                document(List.of(node("site", null, Map.of("watts", 9, "on", List.of("a")))), connectors),
                "nodes[0].limits[0]: a limit in watts is on the sum");
        assertRefused(
                document(List.of(node("site", null, Map.of("amps", 9, "on", "all"))), connectors),
                "nodes[0].limits[0]: 'on' should be sum, lines or a list of lines, not all");
    }

    @Test
    void missingAndWrongValuesAreNamed() {
        assertRefused(Map.of(), "network: 'nodes' is missing");
        List<Map<String, Object>> nodes = List.of(node("site", null, Map.of("amps", 40)));
        var odd = new HashMap<>(connector("one", "site"));
        odd.put("phases", "AC");
        assertRefused(document(nodes, List.of(odd)), "connectors[0]: 'phases' should be one of", "not AC");
        odd.put("phases", "A");
        odd.put("volts", "230");
        assertRefused(document(nodes, List.of(odd)), "connectors[0]: 'volts' should be a number, not 230");
        odd.put("volts", 0);
        assertRefused(document(nodes, List.of(odd)), "0.0 V");
        odd.put("volts", 230);
        odd.put("fallbackAmps", 3);
        odd.put("currents", Map.of("minAmps", 6, "maxAmps", 32));
        assertRefused(document(nodes, List.of(odd)), "connector one falls back to 3.0 A, which it does not allow");
    }

    @Test
    void aFormulaThatIsNoneIsShownWithThePlace() {
        for (String formula : List.of("2*", "(1", "1+)", "a b", "1..2", "* 3", "")) {
            assertThatThrownBy(() -> Formula.evaluate(formula, LinearForm::unknown))
                    .as(formula)
                    .isInstanceOf(InvalidNetworkException.class)
                    .hasMessageContaining("'" + formula + "' should have");
        }
        assertThatThrownBy(() -> Formula.evaluate("a*b", LinearForm::unknown)).hasMessageContaining("a number to");
        Map<String, Object> site = linePairs();
        site.put("line_limits_a", Map.of("secondary", "transformer*1000"));
        assertRefused(site, "line_limits_a: the formula 'transformer*1000' names 'transformer', which is unknown");
        site.put("line_limits_a", Map.of("tertiary", 100));
        assertRefused(site, "no line current belongs to the limit 'tertiary'");
    }

    @Test
    void aFormulaIsWhatItSays() {
        LinearForm form = Formula.evaluate("0.25*(a - (b - 2*a)) / -.5 + 3", LinearForm::unknown);

        assertThat(form).isEqualTo(new LinearForm(3, Map.of("a", -1.5, "b", 0.5)));
    }

    private static void assertRefused(Map<String, ?> document, String... words) {
        assertThatThrownBy(() -> NetworkReader.read(document, IDEAL))
                .isInstanceOf(InvalidNetworkException.class)
                .hasMessageContainingAll(words);
    }

    private static Network read(List<Map<String, Object>> nodes, List<Map<String, Object>> connectors) {
        return NetworkReader.read(document(nodes, connectors), IDEAL);
    }

    private static Map<String, Object> document(
            List<? extends Map<String, Object>> nodes, List<? extends Map<String, Object>> connectors) {
        return Map.of("nodes", nodes, "connectors", connectors);
    }

    private static Map<String, Object> node(String id, @Nullable String parent, Map<String, Object> limit) {
        Map<String, Object> node = new HashMap<>(Map.of("id", id, "limits", List.of(limit)));
        if (parent != null) {
            node.put("parent", parent);
        }
        return node;
    }

    private static Map<String, Object> connector(String id, String node) {
        return Map.of("id", id, "node", node, "phases", "A", "volts", 230);
    }

    /** A small site in the published format. */
    private static Map<String, Object> linePairs() {
        Map<String, Object> site = new HashMap<>();
        site.put("name", "small");
        site.put("transformer_kw_default", 150);
        site.put("connector_voltage_v", 208);
        site.put(
                "line_pairs",
                Map.of(
                        "AB", Map.of("phase_angle_deg", 30, "stations", List.of("s1")),
                        "BC", Map.of("phase_angle_deg", -90, "stations", List.of("s2")),
                        "CA", Map.of("phase_angle_deg", 150, "stations", List.of("s3"))));
        site.put("pods", List.of(Map.of("name", "pod", "limit_a", 80, "stations", List.of("s1"))));
        site.put(
                "line_currents",
                Map.of(
                        "secondary_a", "AB - CA",
                        "secondary_b", "BC - AB",
                        "secondary_c", "CA - BC",
                        "primary_a", "0.25*(secondary_a - secondary_c)",
                        "primary_b", "0.25*(secondary_b - secondary_a)",
                        "primary_c", "0.25*(secondary_c - secondary_b)"));
        site.put(
                "line_limits_a",
                Map.of("secondary", "transformer_kw*1000/3/120", "primary", "transformer_kw*1000/3/277"));
        return site;
    }

    private static Map<String, Object> sameAsTree() {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (Connector connector : NetworkReader.read(linePairs(), IDEAL).connectors()) {
            boolean isInPod = connector.id().equals("s1");
            connectors.add(Map.of(
                    "id",
                    connector.id(),
                    "node",
                    isInPod ? "pod" : "transformer",
                    "phases",
                    connector.phases().name(),
                    "volts",
                    208));
        }
        var transformer = new HashMap<>(node("transformer", "grid", Map.of("amps", "capKw*1000/3/120", "on", "lines")));
        transformer.put("deltaWye", 4);
        return Map.of(
                "capKw",
                150,
                "nodes",
                List.of(
                        node("grid", null, Map.of("amps", "capKw*1000/3/277", "on", "lines")),
                        transformer,
                        node("pod", "transformer", Map.of("amps", 80))),
                "connectors",
                connectors);
    }

    /** Shares in an order that does not depend on the limits' order. */
    private static List<Share> byLimit(Network network, int connector) {
        return network.shares(connector).stream()
                .sorted(Comparator.comparingLong((Share share) -> Math.round(share.re() * 1e6))
                        .thenComparingLong(share -> Math.round(share.im() * 1e6)))
                .toList();
    }

    private static double bound(Network network, Limits limits, String id) {
        for (int limit = 0; limit < limits.count(); limit++) {
            if (network.limits().get(limit).id().equals(id)) {
                return limits.bound(limit);
            }
        }
        throw new AssertionError("no limit " + id);
    }
}
