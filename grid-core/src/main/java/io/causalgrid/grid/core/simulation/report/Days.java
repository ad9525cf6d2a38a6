package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Days of a recording, in universal time. */
final class Days {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Days() {}

    static Instant startOf(Instant time) {
        return time.truncatedTo(ChronoUnit.DAYS);
    }

    static String date(Instant time) {
        return DATE.format(at(time));
    }

    static String time(Instant time) {
        return TIME.format(at(time));
    }

    /** The start of the day on which the most energy was asked for. */
    static Instant busiest(Run run) {
        Map<Instant, Double> asked = new HashMap<>();
        run.outcomes()
                .forEach(outcome -> asked.merge(
                        startOf(outcome.session().arrival()), outcome.session().energyWattHours(), Double::sum));
        return asked.entrySet().stream()
                .max(Map.Entry.<Instant, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private static ZonedDateTime at(Instant time) {
        return time.atZone(ZoneOffset.UTC);
    }
}
