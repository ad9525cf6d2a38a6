package io.causalgrid.grid.core.simulation.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Writes a line of comma-separated values (RFC 4180), value by value. */
final class CsvRow {
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,;\"\\s]");

    private final Appendable out;
    private boolean begun;

    CsvRow(Appendable out) {
        this.out = out;
    }

    CsvRow text(String value) throws IOException {
        if (begun) {
            out.append(',');
        }
        begun = true;
        out.append(NEEDS_QUOTES.matcher(value).find() ? '"' + value.replace("\"", "\"\"") + '"' : value);
        return this;
    }

    CsvRow time(Instant value, ZoneId zone) throws IOException {
        return text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(value.atZone(zone)));
    }

    /** In thousands, without an exponent, which few spreadsheets expect; nothing if it is infinite. */
    CsvRow thousands(double value) throws IOException {
        return number(value / 1000);
    }

    CsvRow number(double value) throws IOException {
        // To a thousandth of a watt or of a watt-hour.
        return text(
                Double.isFinite(value)
                        ? BigDecimal.valueOf(Math.round(value * 1e6), 6)
                                .stripTrailingZeros()
                                .toPlainString()
                        : "");
    }

    void end() throws IOException {
        out.append('\n');
        begun = false;
    }
}
