package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.series.Daily;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a tariff: one price, or prices from times of day on, as {@code 00:00=0.12,07:00=0.31}. */
public final class TariffOption implements ITypeConverter<Daily> {

    @Override
    public Daily convert(String text) {
        try {
            if (!text.contains("=")) {
                return new Daily(new TreeMap<>(Map.of(LocalTime.MIDNIGHT, Double.valueOf(text))), ZoneOffset.UTC);
            }
            TreeMap<LocalTime, Double> prices = new TreeMap<>();
            for (String part : text.split(",", -1)) {
                String[] pair = part.split("=", 2);
                if (pair.length != 2 || prices.put(LocalTime.parse(pair[0].strip()), Double.valueOf(pair[1])) != null) {
                    throw notUnderstood(text);
                }
            }
            return new Daily(prices, ZoneOffset.UTC);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw notUnderstood(text);
        }
    }

    private static TypeConversionException notUnderstood(String text) {
        return new TypeConversionException("'" + text + "' is no price and no list such as 00:00=0.12,07:00=0.31");
    }
}
