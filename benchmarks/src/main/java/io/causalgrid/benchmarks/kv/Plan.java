package io.causalgrid.benchmarks.kv;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param rounds how often each rate is measured
 * @param time how long each time
 * @param warmUp for how long each kind of JVM is under load before, at the least
 * @param samples of the visibility, idle and under load each
 * @param wanted which measurements
 */
record Plan(int rounds, Duration time, Duration warmUp, int samples, Set<Measurement> wanted) {
    /** On two cores the compiler needs so long until the rates do not rise any more. */
    private static final Duration WARM_UP = Duration.ofSeconds(100);

    private static final Duration QUICK_WARM_UP = Duration.ofSeconds(4);
    private static final int SAMPLES = 2_000;
    private static final int QUICK_SAMPLES = 200;

    /** The whole: figures to rely on. */
    static Plan full(int rounds, Duration time, Set<Measurement> wanted) {
        return new Plan(rounds, time, WARM_UP, SAMPLES, wanted);
    }

    /** Only to see that all works. */
    static Plan quick(int rounds, Duration time, Set<Measurement> wanted) {
        return new Plan(rounds, time, QUICK_WARM_UP, QUICK_SAMPLES, wanted);
    }

    /** Whether any of these is wanted. */
    boolean wants(Measurement first, Measurement... others) {
        return EnumSet.of(first, others).stream().anyMatch(wanted::contains);
    }

    /**
     * How long each of so many cases of a JVM is under load before: together as long as is planned, and each for half of that
     * at the least, because it has code of its own.
     */
    Duration warmUpOfEach(int cases) {
        return warmUp.dividedBy(Math.clamp(cases, 1, 2));
    }

    /** The machine's conditions, and how much is measured. */
    Map<String, String> conditions(Map<String, String> machine) {
        Map<String, String> conditions = new LinkedHashMap<>(machine);
        conditions.put("clients", Store.CLIENTS.connections() + " connections, one request at a time on each");
        conditions.put("keys", "%,d, values of 100 bytes".formatted(Store.KEYS));
        conditions.put("rounds", "%d of %d s, each case in turn".formatted(rounds, time.toSeconds()));
        String tooShort = warmUp.compareTo(WARM_UP) < 0 ? ", too short for figures that say anything" : "";
        conditions.put("warm-up", "%d s of load for each JVM, at the least".formatted(warmUp.toSeconds()) + tooShort);
        return conditions;
    }
}
