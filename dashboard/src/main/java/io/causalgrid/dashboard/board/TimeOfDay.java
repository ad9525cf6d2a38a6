package io.causalgrid.dashboard.board;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times are shown in UTC, since a board is rendered once for browsers in any time zone. */
final class TimeOfDay {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TimeOfDay() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
