package io.causalgrid.grid.site;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in a file a series is.
 *
 * @param time position of the times
 * @param value position of the values
 * @param name of the column of values
 * @param scale of its values to what is reckoned with
 * @param count of columns
 */
record SeriesColumns(int time, int value, String name, double scale, int count) {
    static final String TIME = "time";
    /** Before a header has been read. */
    static final SeriesColumns NONE = new SeriesColumns(0, 0, "", 1, 0);

    /**
     * What values there may be.
     *
     * @param scales of the columns that may have them, by name
     * @param least that is possible
     * @param most what is beyond only breaks arithmetic
     */
    record Kind(Map<String, Double> scales, double least, double most) {
        Kind {
            scales = new TreeMap<>(scales);
        }
    }

    static Kind kind(Quantity quantity) {
        return switch (quantity) {
            case BASE_LOAD, SUN -> new Kind(Map.of("kw", 1_000.0, "w", 1.0), 0, 1e9);
            case PRICE -> new Kind(Map.of("price", 1.0, "price_mwh", 1e-3), -1e6, 1e6);
            case CARBON -> new Kind(Map.of("g_kwh", 1.0), 0, 1e5);
        };
    }

    /** How many of the columns that are looked for a header names. */
    static long known(CsvRecord header, Kind kind) {
        return header.getFields().stream()
                .map(SeriesColumns::normal)
                .filter(name -> name.equals(TIME) || kind.scales().containsKey(name))
                .count();
    }

    /** @throws InvalidSeriesException if a column is missing, or there are two of one kind */
    static SeriesColumns of(Path file, CsvRecord header, Kind kind) {
        List<String> names =
                header.getFields().stream().map(SeriesColumns::normal).toList();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (kind.scales().containsKey(names.get(i))) {
                values.add(i);
            }
        }
        boolean isTimeOnce = names.contains(TIME) && names.indexOf(TIME) == names.lastIndexOf(TIME);
        if (values.size() != 1 || !isTimeOnce) {
            throw new InvalidSeriesException("%s: line 1: needs one column time and one of %s; there are: %s"
                    .formatted(
                            file, String.join(" or ", kind.scales().keySet()), String.join(", ", header.getFields())));
        }
        String name = names.get(values.getFirst());
        return new SeriesColumns(
                names.indexOf(TIME), values.getFirst(), name, kind.scales().getOrDefault(name, 1.0), names.size());
    }

    /** "Price (MWh)" is price_mwh, "g/kWh" g_kwh. */
    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[)\\]]", "").replaceAll("[\\s_(\\[/-]+", "_");
    }
}
