package io.causalgrid.grid.core.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CourseTest {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("UTC"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("America/Sao_Paulo"));
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @ParameterizedTest
    @ValueSource(strings = {"2024-03-30T12:00:00Z", "2024-10-26T12:00:00Z", "2024-06-01T00:00:00Z"})
    void whatIsSaidOfALongerTimeIsWhatHoldsAtEachInstantOfIt(Instant begin) {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            Course course = course(random, begin, 3);
            Instant from = begin.plus(QUARTER.multipliedBy(random.nextInt(100)));
            Instant until = from.plus(QUARTER.multipliedBy(1 + random.nextInt(120)));

            double lowest = Double.POSITIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (Instant time = from; time.isBefore(until); time = time.plus(QUARTER)) {
                double value = course.at(time);
                assertThat(value).isBetween(course.lowest(), course.highest());
                if (course.at(time.plus(QUARTER)) != value) {
                    assertThat(course.nextChange(time)).as("seed %d", seed).isBeforeOrEqualTo(time.plus(QUARTER));
                }
                assertThat(course.nextChange(time)).isAfter(time);
                lowest = Math.min(lowest, value);
                sum += value;
                count++;
            }
            assertThat(course.lowest(from, until)).as("seed %d", seed).isEqualTo(lowest);
            assertThat(course.mean(from, until)).as("seed %d", seed).isCloseTo(sum / count, offset(1e-9));
            assertThat(course.lowest(from, from)).isEqualTo(course.at(from));
        }
    }

    /** One that changes at quarters of an hour. */
    private static Course course(Random random, Instant begin, int depth) {
        if (depth == 0) {
            return switch (random.nextInt(3)) {
                case 0 -> Course.constant(random.nextInt(20));
                case 1 -> daily(random);
                default -> changing(random, begin);
            };
        }
        Course inner = course(random, begin, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> inner.plus(random.nextInt(-2, 3), course(random, begin, depth - 1));
            case 1 -> new AtLeast(inner, random.nextInt(10));
            default -> {
                Instant from = begin.plus(QUARTER.multipliedBy(random.nextInt(100)));
                yield inner.capped(random.nextInt(20), from, from.plus(QUARTER.multipliedBy(random.nextInt(50))));
            }
        };
    }

    private static Course daily(Random random) {
        NavigableMap<LocalTime, Double> values = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            values.put(LocalTime.MIDNIGHT.plus(QUARTER.multipliedBy(random.nextInt(96))), (double) random.nextInt(20));
        }
        return new Daily(values, ZONES.get(random.nextInt(ZONES.size())));
    }

    private static Course changing(Random random, Instant begin) {
        NavigableMap<Instant, Double> changes = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            changes.put(begin.plus(QUARTER.multipliedBy(random.nextInt(200))), (double) random.nextInt(20));
        }
        return new Changing(random.nextInt(20), changes);
    }
}
