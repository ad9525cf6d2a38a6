package io.causalgrid.grid.core.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void pricesAreThoseOfTheLocalTimeOfDay() {
        Daily tariff = tariff(BERLIN, "00:00", "07:00");

        assertThat(tariff.at(Instant.parse("2024-01-15T05:59:59Z"))).isEqualTo(1);
        assertThat(tariff.at(Instant.parse("2024-01-15T06:00:00Z"))).isEqualTo(2);
        assertThat(tariff.at(Instant.parse("2024-07-15T05:00:00Z"))).isEqualTo(2);
        assertThat(tariff.nextChange(Instant.parse("2024-07-15T05:00:00Z"))).isEqualTo("2024-07-15T22:00:00Z");
    }

    @Test
    void aPriceFromAnHourThatIsMissingHoldsFromTheChangeOfClocks() {
        Daily tariff = tariff(BERLIN, "00:00", "02:30");

        assertThat(changes(tariff, "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z"))
                .containsExactly(Instant.parse("2024-03-31T01:00:00Z"));
    }

    @Test
    void inTheHourThatIsThereTwicePricesComeTwice() {
        Daily tariff = tariff(BERLIN, "00:00", "02:30");

        assertThat(changes(tariff, "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z"))
                .containsExactly(
                        Instant.parse("2024-10-27T00:30:00Z"), // 02:30 in summer time
                        Instant.parse("2024-10-27T01:00:00Z"), // 02:00 again
                        Instant.parse("2024-10-27T01:30:00Z")); // 02:30 again
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-30T20:00:00Z",
        "Europe/Berlin, 2024-10-26T20:00:00Z",
        "America/Sao_Paulo, 2018-11-03T20:00:00Z", // clocks go from 24:00 to 01:00
        "America/Sao_Paulo, 2018-02-17T20:00:00Z",
        "Australia/Lord_Howe, 2024-04-06T10:00:00Z", // by half an hour
        "UTC, 2024-03-30T20:00:00Z"
    })
    void betweenChangesThePriceIsTheSame(ZoneId zone, Instant from) {
        Daily tariff = tariff(zone, "00:15", "01:45", "02:30", "23:30");

        Instant until = from.plus(Duration.ofHours(30));
        for (Instant time = from; time.isBefore(until); ) {
            Instant next = tariff.nextChange(time);
            assertThat(next).isAfter(time);
            for (Instant within = time; within.isBefore(next); within = within.plusSeconds(300)) {
                assertThat(tariff.at(within)).as("at %s", within).isEqualTo(tariff.at(time));
            }
            time = next;
        }
    }

    /** Those at which the price differs. */
    private static List<Instant> changes(Daily tariff, String from, String until) {
        List<Instant> changes = new ArrayList<>();
        Instant time = Instant.parse(from);
        while (true) {
            Instant next = tariff.nextChange(time);
            if (!next.isBefore(Instant.parse(until))) {
                return changes;
            }
            if (tariff.at(next) != tariff.at(time)) {
                changes.add(next);
            }
            time = next;
        }
    }

    private static Daily tariff(ZoneId zone, String... times) {
        var prices = new TreeMap<>(Map.of(LocalTime.parse(times[0]), 1.0));
        for (int i = 1; i < times.length; i++) {
            prices.put(LocalTime.parse(times[i]), 1.0 + i);
        }
        return new Daily(prices, zone);
    }
}
