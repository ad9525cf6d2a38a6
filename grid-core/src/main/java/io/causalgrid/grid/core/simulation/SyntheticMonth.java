package io.causalgrid.grid.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Made-up sessions with the shape of a workplace's: a wave of arrivals on weekday mornings, a smaller one after noon, few at
 * the weekend; stays of a few hours; energies that many short needs and a few long ones make up. Times are whole multiples
 * of five minutes. The same generator gives the same sessions.
 *
 * @param days how many; the first is a Monday
 * @param weekdaySessions how many are wanted on a weekday, on average; those that find no free connector drive on
 * @param connectors where they may be, by id
 * @param maxWatts that each vehicle takes
 */
public record SyntheticMonth(int days, double weekdaySessions, List<String> connectors, double maxWatts) {
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final int GRID_MINUTES = 5;
    private static final double WEEKEND_SHARE = 0.25;
    private static final double MORNING_SHARE = 0.7;
    private static final double MEAN_KWH = 9.5;

    public SyntheticMonth {
        connectors = List.copyOf(connectors);
        if (days < 1 || !(weekdaySessions > 0) || connectors.isEmpty() || !(maxWatts > 0)) {
            throw new IllegalArgumentException("no month: " + days + " days, " + weekdaySessions + " sessions a day");
        }
    }

    /** Makes the sessions. */
    public List<RecordedSession> sessions(Instant start, RandomGenerator random) {
        List<RecordedSession> sessions = new ArrayList<>();
        List<Instant> freeFrom = new ArrayList<>();
        connectors.forEach(_ -> freeFrom.add(start));
        for (int day = 0; day < days; day++) {
            double mean = weekdaySessions * (day % 7 < 5 ? 1 : WEEKEND_SHARE);
            int count = (int) Math.round(Math.max(0, mean + Math.sqrt(mean) * random.nextGaussian()));
            Instant midnight = start.plus(Duration.ofDays(day));
            List<Instant> arrivals = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                arrivals.add(midnight.plus(minutes(arrivalMinute(random))));
            }
            arrivals.sort(Comparator.naturalOrder());
            for (Instant arrival : arrivals) {
                Instant departure = arrival.plus(stay(random));
                double wattHours = wattHours(Duration.between(arrival, departure), random);
                int connector = freeConnector(freeFrom, arrival, random);
                if (connector >= 0) {
                    freeFrom.set(connector, departure);
                    sessions.add(new RecordedSession(
                            "s" + (sessions.size() + 1),
                            connectors.get(connector),
                            arrival,
                            departure,
                            departure,
                            wattHours,
                            maxWatts));
                }
            }
        }
        return sessions;
    }

    private static double arrivalMinute(RandomGenerator random) {
        double hour = random.nextDouble() < MORNING_SHARE
                ? 9 + 1.5 * random.nextGaussian()
                : 14.5 + 3 * random.nextGaussian();
        return Math.clamp(hour * 60, 0, MINUTES_A_DAY - GRID_MINUTES);
    }

    private static Duration stay(RandomGenerator random) {
        return minutes(Math.clamp((6.5 + 2.8 * random.nextGaussian()) * 60, 30, 14 * 60));
    }

    /** Exponential, as needs often are, but no more than nine tenths of what the stay allows. */
    private double wattHours(Duration stay, RandomGenerator random) {
        double wanted = 500 - MEAN_KWH * 1000 * Math.log(1 - random.nextDouble());
        return Math.round(Math.min(wanted, 0.9 * maxWatts * Vehicle.hours(stay)));
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMinutes(Math.round(minutes / GRID_MINUTES) * GRID_MINUTES);
    }

    /** A random one of those that are free; -1 if none is. */
    private static int freeConnector(List<Instant> freeFrom, Instant arrival, RandomGenerator random) {
        int first = random.nextInt(freeFrom.size());
        for (int i = 0; i < freeFrom.size(); i++) {
            int connector = (first + i) % freeFrom.size();
            if (!freeFrom.get(connector).isAfter(arrival)) {
                return connector;
            }
        }
        return -1;
    }
}
