package io.causalgrid.cli.sessionfile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a column holds, as its name says.
 *
 * @param field of the session
 * @param scale of a number, to watt-hours, watts or milliseconds; 0 for what is no number
 */
record Column(Field field, double scale) {

    private static final Map<String, Double> NONE = Map.of("", 0.0);
    private static final Map<String, Double> TIMES =
            Map.of("", 0.0, "_s", 1_000.0, "_min", 60_000.0, "_h", 3_600_000.0);
    private static final Map<String, Double> ENERGIES = Map.of("_wh", 1.0, "_kwh", 1_000.0);
    private static final Map<String, Double> POWERS = Map.of("_w", 1.0, "_kw", 1_000.0);

    /** What a session has. */
    enum Field {
        ID("session_id", NONE, "session_id"),
        CONNECTOR("station_id", NONE, "station_id"),
        ARRIVAL("arrival_min", TIMES, "arrival"),
        DEPARTURE("departure_min", TIMES, "departure"),
        ENERGY("requested_kwh", ENERGIES, "requested", "energy"),
        POWER("max_kw", POWERS, "max", "max_power"),
        DEADLINE("deadline_min", TIMES, "deadline");

        private final String usualName;
        private final Map<String, Double> units;
        private final List<String> names;

        Field(String usualName, Map<String, Double> units, String... names) {
            this.usualName = usualName;
            this.units = units;
            this.names = List.of(names);
        }

        String usualName() {
            return usualName;
        }
    }

    /** What a column of this name holds; nothing if it is none of a session. */
    static Optional<Column> of(String name) {
        String normal = normal(name);
        for (Field field : Field.values()) {
            for (String plain : field.names) {
                Double scale = normal.startsWith(plain) ? field.units.get(normal.substring(plain.length())) : null;
                if (scale != null) {
                    return Optional.of(new Column(field, scale));
                }
            }
        }
        return Optional.empty();
    }

    boolean isNumber() {
        return scale > 0;
    }

    /** "Energy (kWh)" is energy_kwh. */
    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[)\\]]", "").replaceAll("[\\s_(\\[-]+", "_");
    }
}
