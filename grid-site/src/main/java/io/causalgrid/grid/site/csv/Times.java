package io.causalgrid.grid.site.csv;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The times of one file: numbers count from the start of the recording, and others are dates and times of ISO 8601, with an
 * offset or in the zone of the recording. Confined to one thread.
 */
public final class Times {

    private static final double MILLIS_MAX = Duration.ofDays(3660).toMillis();
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final Instant start;
    private final ZoneId zone;
    private final boolean mayBeNumbers;

    private Times(Instant start, ZoneId zone, boolean mayBeNumbers) {
        this.start = start;
        this.zone = zone;
        this.mayBeNumbers = mayBeNumbers;
    }

    /** Those of a recording, in columns of times or of numbers that count from its start. */
    public Times(Instant start, ZoneId zone) {
        this(start, zone, true);
    }

    /** Those of a file that has dates and times alone. */
    public static Times ofDates(ZoneId zone) {
        return new Times(Instant.EPOCH, zone, false);
    }

    /** So long after the start of the recording. */
    public Instant after(String name, double millis) throws FaultyLineException {
        if (Math.abs(millis) > MILLIS_MAX) {
            throw new FaultyLineException(name + " is more than ten years away");
        }
        return start.plusMillis(Math.round(millis));
    }

    /** A date and a time. */
    public Instant at(String name, String text) throws FaultyLineException {
        return at(name, text, null);
    }

    /** The same in a file whose times ascend: of what clocks show twice, the first that is later than the line before. */
    public Instant ascending(String name, String text, Instant before) throws FaultyLineException {
        return at(name, text, before);
    }

    private Instant at(String name, String text, @Nullable Instant before) throws FaultyLineException {
        Instant time = instant(name, text, before);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new FaultyLineException("%s is not from 1970 to 2199: %s".formatted(name, text));
        }
        return time;
    }

    private Instant instant(String name, String text, @Nullable Instant before) throws FaultyLineException {
        TemporalAccessor parsed;
        try {
            parsed = ISO.parseBest(
                    text.replaceFirst("^(\\S{10}) ", "$1T").replaceFirst(" (?=[+-])", ""),
                    ZonedDateTime::from,
                    OffsetDateTime::from,
                    LocalDateTime::from);
        } catch (DateTimeException e) {
            throw new FaultyLineException("%s is no time such as 2024-03-31T14:05, with or without +02:00%s: %s"
                    .formatted(
                            name,
                            mayBeNumbers ? " (minutes from the start go into a column " + name + "_min)" : "",
                            text));
        }
        return switch (parsed) {
            case ZonedDateTime zoned -> zoned.toInstant();
            case OffsetDateTime offset -> offset.toInstant();
            default -> inZone(name, text, LocalDateTime.from(parsed), before);
        };
    }

    /** Twice a year a time of day alone does not say which instant is meant, or that there is one. */
    private Instant inZone(String name, String text, LocalDateTime local, @Nullable Instant before)
            throws FaultyLineException {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 2 && before != null) {
            Instant first = local.toInstant(offsets.getFirst());
            return first.isAfter(before) ? first : local.toInstant(offsets.getLast());
        }
        return switch (offsets.size()) {
            case 0 ->
                throw new FaultyLineException(
                        "%s is a time that clocks in %s leave out: %s".formatted(name, zone, text));
            case 1 -> local.toInstant(offsets.getFirst());
            default ->
                throw new FaultyLineException("%s is a time that clocks in %s show twice; write it with %s or %s: %s"
                        .formatted(name, zone, offsets.getFirst(), offsets.getLast(), text));
        };
    }
}
