package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.allocation.Tariff;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a tariff: one price, or prices from times of day on, as {@code 00:00=0.12,07:00=0.31}. */
public final class TariffOption implements ITypeConverter<Tariff> {

    @Override
    public Tariff convert(String text) {
        try {
            if (!text.contains("=")) {
                return Tariff.flat(Double.parseDouble(text));
            }
            TreeMap<LocalTime, Double> prices = new TreeMap<>();
            for (String part : text.split(",", -1)) {
                String[] pair = part.split("=", 2);
                if (pair.length != 2 || prices.put(LocalTime.parse(pair[0].strip()), Double.valueOf(pair[1])) != null) {
                    throw notUnderstood(text);
                }
            }
            return new Tariff(prices, ZoneOffset.UTC);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw notUnderstood(text);
        }
    }

    private static TypeConversionException notUnderstood(String text) {
        return new TypeConversionException("'" + text + "' is no price and no list such as 00:00=0.12,07:00=0.31");
    }
}
