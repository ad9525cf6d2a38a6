package io.causalgrid.benchmarks.charge;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Load until it does not become faster any more: until the rate of a window differs little from that of the one before. Up to
 * eight Java machines share the processors with their compilers, and their first figures are a fifth of the later ones.
 */
final class WarmUp {
    private WarmUp() {}

    /**
     * How long.
     *
     * @param window over which a rate is taken
     * @param least so many windows in any case
     * @param most so many, however much the rates differ
     * @param change that counts as none, as a share of the rate before
     */
    record Limits(Duration window, int least, int most, double change) {
        static final Limits FULL = new Limits(Duration.ofSeconds(10), 5, 12, 0.10);
        static final Limits QUICK = new Limits(Duration.ofSeconds(2), 1, 1, 0.10);

        /** For people. */
        String words() {
            String tooShort = least < FULL.least ? ", too short for figures that say anything" : "";
            return "each case for %d to %d s, until %d s differ from those before by less than %.0f %%"
                            .formatted(
                                    least * window.toSeconds(),
                                    most * window.toSeconds(),
                                    window.toSeconds(),
                                    100 * change)
                    + tooShort;
        }
    }

    /** What came of it. */
    record Warmed(Duration time, double perSecond, boolean isSteady) {}

    /** Loads for window after window. */
    static Warmed until(Limits limits, ToDoubleFunction<Duration> perSecond) {
        double before = 0;
        for (int windows = 1; ; windows++) {
            double now = perSecond.applyAsDouble(limits.window());
            boolean isSteady = windows > 1 && Math.abs(now - before) < limits.change() * before;
            if (windows >= limits.most() || (isSteady && windows >= limits.least())) {
                return new Warmed(limits.window().multipliedBy(windows), now, isSteady);
            }
            before = now;
        }
    }
}
