package io.causalgrid.grid.core.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The format in which Caltech's site is published: stations on line pairs, pods that bound plain sums, and line currents as
 * formulae of the line pairs' currents, each bounded by the limit of its group (the name up to the last underscore).
 */
final class LinePairFormat {
    private static final String CAP = "transformer_kw";
    private static final Set<String> PAIRS = Set.of("AB", "BC", "CA");

    private final Members document;
    private final NetworkReader.Choices choices;
    private final Map<String, Phasor> pairs = new LinkedHashMap<>();
    private final Map<String, List<String>> stations = new LinkedHashMap<>();
    private final List<Connector> connectors = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private LinePairFormat(Members document, NetworkReader.Choices choices) {
        this.document = document;
        this.choices = choices;
    }

    static Network read(Map<String, ?> document, NetworkReader.Choices choices) {
        var format = new LinePairFormat(new Members("network", document), choices);
        return format.read();
    }

    private Network read() {
        List.of("name", "source", "notes").forEach(document::optionalText);
        double capKw = document.number(CAP + "_default", Double.NaN);
        if (choices.capKw().isPresent()) {
            capKw = choices.capKw().getAsDouble();
        }
        double volts = document.number("connector_voltage_v");
        readPairs(volts);
        document.optionalObjects("pods").forEach(this::readPod);
        if (document.has("line_currents")) {
            readLines(Double.isNaN(capKw) ? Map.of() : Map.of(CAP, capKw));
        }
        document.requireNoOthers();
        return Network.of(connectors, rows);
    }

    private void readPairs(double volts) {
        Members all = document.object("line_pairs");
        for (String name : all.names()) {
            Members pair = all.object(name);
            if (!PAIRS.contains(name)) {
                throw pair.error("a line pair is one of AB, BC and CA");
            }
            pairs.put(name, Phasor.atDegrees(pair.number("phase_angle_deg")));
            stations.put(name, pair.texts("stations"));
            for (String station : pair.texts("stations")) {
                connectors.add(new Connector(station, Phases.valueOf(name), volts, choices.currents()));
            }
            pair.requireNoOthers();
        }
    }

    private void readPod(Members pod) {
        Map<String, Phasor> shares = new HashMap<>();
        Set<String> known = new HashSet<>();
        stations.values().forEach(known::addAll);
        for (String station : pod.texts("stations")) {
            if (!known.contains(station)) {
                throw pod.error("unknown station " + station);
            }
            if (shares.put(station, Phasor.real(1)) != null) {
                throw pod.error("station " + station + " is there twice");
            }
        }
        var profile = LimitProfile.constant(pod.bound("limit_a", Map.of()));
        rows.add(new Row(new Limit(pod.text("name"), Unit.AMPERES, profile), shares));
        pod.requireNoOthers();
    }

    private void readLines(Map<String, Double> constants) {
        Members lines = document.object("line_currents");
        Members limits = document.object("line_limits_a");
        Set<String> groups = new HashSet<>();
        for (String line : lines.names()) {
            String group = line.substring(0, Math.max(0, line.lastIndexOf('_')));
            groups.add(group);
            if (limits.has(group)) {
                LinearForm current = current(lines, line, new HashSet<>());
                var profile = LimitProfile.constant(limits.bound(group, constants));
                rows.add(new Row(new Limit(line, Unit.AMPERES, profile), shares(current)));
            }
        }
        for (String group : limits.names()) {
            if (!groups.contains(group)) {
                throw limits.error("no line current belongs to the limit '" + group + "'");
            }
        }
    }

    /** A line current in terms of the pairs' currents. */
    private LinearForm current(Members lines, String line, Set<String> within) {
        if (!within.add(line)) {
            throw lines.error("there is a cycle: '" + line + "' depends on itself");
        }
        LinearForm form = Formula.evaluate(lines.text(line), name -> {
            if (pairs.containsKey(name)) {
                return LinearForm.unknown(name);
            }
            if (!lines.has(name)) {
                throw lines.error("'" + line + "' names '" + name + "', which is neither a line pair nor a line");
            }
            return current(lines, name, within);
        });
        within.remove(line);
        if (form.constant() != 0) {
            throw lines.error("'" + line + "' has a part that is no current");
        }
        return form;
    }

    private Map<String, Phasor> shares(LinearForm current) {
        Map<String, Phasor> shares = new HashMap<>();
        current.factors().forEach((pair, factor) -> {
            Phasor share = pairs.getOrDefault(pair, Phasor.ZERO).times(factor);
            stations.getOrDefault(pair, List.of()).forEach(station -> shares.put(station, share));
        });
        return shares;
    }
}
