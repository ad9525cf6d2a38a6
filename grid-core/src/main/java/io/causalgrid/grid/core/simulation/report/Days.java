package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Days and times of a recording.
 *
 * @param zone whose they are
 */
record Days(ZoneId zone) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    Instant startOf(Instant time) {
        return at(time).toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** The start of the day after; days on which clocks change have 23 or 25 hours. */
    Instant next(Instant time) {
        return at(time).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    String date(Instant time) {
        return DATE.format(at(time));
    }

    String time(Instant time) {
        return TIME.format(at(time));
    }

    /** The start of the day on which the most energy was asked for. */
    Instant busiest(Run run) {
        Map<Instant, Double> asked = new HashMap<>();
        run.outcomes()
                .forEach(outcome -> asked.merge(
                        startOf(outcome.session().arrival()), outcome.session().energyWattHours(), Double::sum));
        return asked.entrySet().stream()
                .max(Map.Entry.<Instant, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private ZonedDateTime at(Instant time) {
        return time.atZone(zone);
    }
}
