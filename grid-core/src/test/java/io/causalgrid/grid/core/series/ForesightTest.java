package io.causalgrid.grid.core.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForesightTest {
    private static final Instant BEGIN = Instant.parse("2030-03-01T00:00:00Z");
    private static final int HOURS = 20_000;

    @Test
    void whatIsTrueNowIsKnownUntilItChangesAndTheRestIsForeseen() {
        Recorded truth = series(Quantity.PRICE);
        var foresight = new Foresight(0.2, 1);
        Instant now = at(100).plusSeconds(60);

        Course seen = foresight.seen(truth, now);

        for (int hour = 0; hour <= 100; hour++) {
            assertThat(seen.at(at(hour))).isEqualTo(1);
        }
        assertThat(seen.at(at(101).minusMillis(1))).isEqualTo(1);
        assertThat(seen.at(at(101))).isNotEqualTo(1).isCloseTo(1, within(0.8));
        assertThat(seen.nextChange(now)).isEqualTo(at(101));
        assertThat(seen.at(at(HOURS))).isZero(); // beyond the end
        assertThat(Foresight.PERFECT.seen(truth, now)).isEqualTo(truth);
    }

    @Test
    void errorsAreAsLargeAsIsSaidAndKeepEightTenthsOfThemselvesInAnHour() {
        double sum = 0;
        double squares = 0;
        double products = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            double error = error(Quantity.SUN, hour);
            sum += error;
            squares += error * error;
            products += error * error(Quantity.SUN, hour + 1);
        }

        assertThat(sum / HOURS).isCloseTo(0, offset(0.006));
        assertThat(Math.sqrt(squares / HOURS)).isCloseTo(0.1, offset(0.003));
        assertThat(products / squares).isCloseTo(0.8, offset(0.03));
    }

    @Test
    void eachQuantityHasErrorsOfItsOwnAndEachSeedOthers() {
        double between = 0;
        double squares = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            between += error(Quantity.SUN, hour) * error(Quantity.BASE_LOAD, hour);
            squares += Math.pow(error(Quantity.SUN, hour), 2);
        }

        assertThat(between / squares).isCloseTo(0, offset(0.05));
        assertThat(new Foresight(0.1, 2).factor(Quantity.SUN, at(5))).isNotEqualTo(1 + error(Quantity.SUN, 5));
        assertThat(new Foresight(0.1, 1).factor(Quantity.SUN, at(5)))
                .isCloseTo(1 + error(Quantity.SUN, 5), offset(1e-12));
    }

    @Test
    void tariffsAndLimitsByTheTimeOfDayAreNoForecasts() {
        Course load = Course.constant(10).plus(-1, series(Quantity.SUN));
        Course seen = new Foresight(1, 1).seen(new AtLeast(load, 0), BEGIN);

        assertThat(seen.at(BEGIN)).isEqualTo(9);
        assertThat(seen.at(at(HOURS + 1))).isEqualTo(10);
        for (int hour = 0; hour < 100; hour++) {
            assertThat(seen.at(at(hour))).isBetween(8.0, 10.0).isBetween(seen.lowest(), seen.highest());
        }
    }

    private static double error(Quantity quantity, int hour) {
        return new Foresight(0.1, 1).factor(quantity, at(hour)) - 1;
    }

    /** 1 from hour to hour. */
    private static Recorded series(Quantity quantity) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        for (int hour = 0; hour < HOURS; hour++) {
            values.put(at(hour), 1.0);
        }
        return new Recorded(quantity, "s.csv", values, Course.constant(0));
    }

    private static Instant at(int hour) {
        return BEGIN.plus(Duration.ofHours(hour));
    }
}
