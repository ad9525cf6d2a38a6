package io.causalgrid.grid.site;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.site.csv.Faults;
import io.causalgrid.grid.site.csv.FaultyLineException;
import io.causalgrid.grid.site.csv.Numbers;
import io.causalgrid.grid.site.csv.SeparatedValues;
import io.causalgrid.grid.site.csv.Times;
import io.causalgrid.grid.site.csv.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A series as separated values: a time a line, ascending, and what is from then on. */
final class SeriesFile {
    private final SeriesColumns.Kind kind;
    private final Times times;
    private final Numbers numbers = new Numbers();
    private final Faults faults = new Faults();
    private final NavigableMap<Instant, Double> values = new TreeMap<>();

    private SeriesFile(Quantity quantity, ZoneId zone) {
        this.kind = SeriesColumns.kind(quantity);
        this.times = Times.ofDates(zone);
    }

    /**
     * Reads.
     *
     * @param zone of times without an offset
     * @throws InvalidSeriesException if it cannot be used
     */
    static NavigableMap<Instant, Double> read(Path file, Quantity quantity, ZoneId zone) {
        try {
            return new SeriesFile(quantity, zone).read(file);
        } catch (IOException e) {
            throw new InvalidSeriesException("cannot read " + file + ": " + Reasons.of(e), e);
        } catch (UnusableFileException e) {
            throw new InvalidSeriesException(file + ": " + e.getMessage(), e);
        }
    }

    private NavigableMap<Instant, Double> read(Path file) throws IOException {
        var text = SeparatedValues.of(file, header -> SeriesColumns.known(header, kind));
        text.read(new Reading(file) {
            @Override
            public void line(CsvRecord line) {
                if (columns().value() < line.getFieldCount()) {
                    numbers.see(line.getField(columns().value()));
                }
            }
        });
        text.read(new Reading(file) {
            @Override
            public void line(CsvRecord line) {
                try {
                    add(columns(), line);
                } catch (FaultyLineException e) {
                    faults.add(line.getStartingLineNumber(), e.reason());
                }
            }
        });
        if (faults.count() > 0) {
            throw new InvalidSeriesException(file + ": " + faults.refusal(""));
        }
        if (values.size() < 2) {
            throw new InvalidSeriesException(
                    file + ": a series has two lines at least, so that it is known when it ends");
        }
        return values;
    }

    /** One that knows where its columns are. */
    private abstract class Reading implements SeparatedValues.Reading {
        private final Path file;
        private SeriesColumns columns = SeriesColumns.NONE;

        Reading(Path file) {
            this.file = file;
        }

        @Override
        public void header(CsvRecord header) {
            columns = SeriesColumns.of(file, header, kind);
        }

        SeriesColumns columns() {
            return columns;
        }
    }

    private void add(SeriesColumns columns, CsvRecord line) throws FaultyLineException {
        if (line.getFieldCount() != columns.count()) {
            throw new FaultyLineException("has %d fields, not %d".formatted(line.getFieldCount(), columns.count()));
        }
        String when = line.getField(columns.time()).strip();
        Instant time = values.isEmpty()
                ? times.at(SeriesColumns.TIME, when)
                : times.ascending(SeriesColumns.TIME, when, values.lastKey());
        if (!values.isEmpty() && !time.isAfter(values.lastKey())) {
            throw new FaultyLineException(SeriesColumns.TIME + " is not after that of the line before: " + when);
        }
        String text = line.getField(columns.value()).strip();
        double value = numbers.parse(columns.name(), text) * columns.scale();
        if (!(value >= kind.least() && value <= kind.most())) {
            throw new FaultyLineException("%s should be from %s to %s, not %s"
                    .formatted(
                            columns.name(),
                            shown(kind.least() / columns.scale()),
                            shown(kind.most() / columns.scale()),
                            text));
        }
        values.put(time, value);
    }

    private static String shown(double bound) {
        return "%.0f".formatted(bound);
    }
}
