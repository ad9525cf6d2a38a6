package io.causalgrid.cli.sessionfile;

import java.util.Locale;
import java.util.Optional;

/**
 * What a column holds, as its name says.
 *
 * @param field of the session
 * @param scale of a number, to watt-hours, watts or milliseconds; 0 for what is no number
 */
record Column(Field field, double scale) {

    /** What is measured. */
    private enum Quantity {
        NONE,
        TIME,
        ENERGY,
        POWER;

        /** Of the unit in the rest of a name; negative if there is no such unit. */
        double scale(String unit) {
            return switch (this) {
                case NONE -> unit.isEmpty() ? 0 : -1;
                case TIME ->
                    switch (unit) {
                        case "" -> 0;
                        case "_s" -> 1_000;
                        case "_min" -> 60_000;
                        case "_h" -> 3_600_000;
                        default -> -1;
                    };
                case ENERGY -> thousands(unit, "_wh", "_kwh");
                case POWER -> thousands(unit, "_w", "_kw");
            };
        }

        private static double thousands(String unit, String one, String thousand) {
            return unit.equals(one) ? 1 : unit.equals(thousand) ? 1_000 : -1;
        }
    }

    /** What a session has. */
    enum Field {
        ID("session_id", Quantity.NONE, "session_id", "session_id"),
        CONNECTOR("station_id", Quantity.NONE, "station_id", "station_id"),
        ARRIVAL("arrival_min", Quantity.TIME, "arrival", "arrival"),
        DEPARTURE("departure_min", Quantity.TIME, "departure", "departure"),
        ENERGY("requested_kwh", Quantity.ENERGY, "requested", "energy"),
        POWER("max_kw", Quantity.POWER, "max", "max_power"),
        DEADLINE("deadline_min", Quantity.TIME, "deadline", "deadline");

        private final String usualName;
        private final Quantity quantity;
        private final String name;
        private final String otherName;

        Field(String usualName, Quantity quantity, String name, String otherName) {
            this.usualName = usualName;
            this.quantity = quantity;
            this.name = name;
            this.otherName = otherName;
        }

        String usualName() {
            return usualName;
        }

        private double scale(String column) {
            double scale = column.startsWith(name) ? quantity.scale(column.substring(name.length())) : -1;
            return scale < 0 && column.startsWith(otherName)
                    ? quantity.scale(column.substring(otherName.length()))
                    : scale;
        }
    }

    /** What a column of this name holds; nothing if it is none of a session. */
    static Optional<Column> of(String name) {
        String normal = normal(name);
        for (Field field : Field.values()) {
            double scale = field.scale(normal);
            if (scale >= 0) {
                return Optional.of(new Column(field, scale));
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
