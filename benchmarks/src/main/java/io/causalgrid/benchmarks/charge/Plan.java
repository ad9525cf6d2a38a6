package io.causalgrid.benchmarks.charge;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param rounds how often each
 * @param time how long each rate, each time
 * @param warmUp of each case before
 * @param wanted which measurements
 */
record Plan(int rounds, Duration time, WarmUp.Limits warmUp, Set<Measurement> wanted) {
    /** The whole: figures to rely on. */
    static Plan full(int rounds, Duration time, Set<Measurement> wanted) {
        return new Plan(rounds, time, WarmUp.Limits.FULL, wanted);
    }

    /** Only to see that all works. */
    static Plan quick(int rounds, Duration time, Set<Measurement> wanted) {
        return new Plan(rounds, time, WarmUp.Limits.QUICK, wanted);
    }

    /** Whether it is wanted. */
    boolean wants(Measurement measurement) {
        return wanted.contains(measurement);
    }

    /** The machine's conditions, and how much is measured. */
    Map<String, String> conditions(Map<String, String> machine) {
        Map<String, String> conditions = new LinkedHashMap<>(machine);
        conditions.put(
                "clients",
                ChargeBenchmark.CLIENTS + ", each with one connection and one session at a time, which it ends");
        conditions.put("rounds", "%d of %d s, each case in turn".formatted(rounds, time.toSeconds()));
        conditions.put("warm-up", warmUp.words());
        return conditions;
    }
}
