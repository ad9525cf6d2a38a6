package io.causalgrid.grid.core.simulation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A run in numbers. Those that a bound does not have are not there.
 *
 * @param capKw of the network
 * @param energyDeliveredPercent of the energy asked for
 * @param sessionsFullyServedPercent of the sessions; of a bound on the energy, in the solution that it is from
 * @param largestShortfallKwh of one session
 * @param shortfall95Kwh what nineteen of twenty sessions do not miss more than
 * @param violations how often a limit was exceeded
 * @param peakKw the highest power drawn
 * @param energyCost in the tariff's currency
 * @param gridKwh what came from the grid, not from the sun's surplus
 * @param emissionsKg of carbon dioxide, where something is known of it
 * @param tickMillisMedian how long it took to divide the power once
 * @param tickMillisMax the longest
 */
public record Summary(
        String policy,
        double capKw,
        double energyDeliveredPercent,
        OptionalDouble sessionsFullyServedPercent,
        OptionalDouble largestShortfallKwh,
        OptionalDouble shortfall95Kwh,
        long violations,
        OptionalDouble peakKw,
        OptionalDouble energyCost,
        OptionalDouble gridKwh,
        OptionalDouble emissionsKg,
        OptionalDouble tickMillisMedian,
        OptionalDouble tickMillisMax) {

    /** Of a run. */
    public static Summary of(Run run, double capKw) {
        List<Double> shortfalls = run.outcomes().stream()
                .map(outcome -> outcome.shortfallWattHours() / 1000)
                .sorted()
                .toList();
        List<Double> ticks = run.tickMillis().stream().sorted().toList();
        double served = run.outcomes().stream().filter(Run.Outcome::isServed).count();
        return new Summary(
                run.policy(),
                capKw,
                100 * run.deliveredWattHours() / run.requestedWattHours(),
                OptionalDouble.of(100 * served / run.outcomes().size()),
                quantile(shortfalls, 1),
                quantile(shortfalls, 0.95),
                run.violations(),
                OptionalDouble.of(
                        run.load().stream().mapToDouble(Run.Load::watts).max().orElse(0) / 1000),
                OptionalDouble.of(run.bill().cost()),
                OptionalDouble.of(run.bill().wattHours() / 1000),
                run.bill().kilograms(),
                quantile(ticks, 0.5),
                quantile(ticks, 1));
    }

    /**
     * Of a bound on the energy.
     *
     * @param servedPercent the sessions fully served in the solution that the bound is from, which is no bound
     */
    public static Summary ofBound(String name, double capKw, double energyPercent, double servedPercent) {
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble served = OptionalDouble.of(servedPercent);
        return new Summary(name, capKw, energyPercent, served, none, none, 0, none, none, none, none, none, none);
    }

    /** Whether it is of a bound, not of a run. */
    public boolean isBound() {
        return peakKw.isEmpty();
    }

    /** The least value that this share of the values does not exceed. */
    private static OptionalDouble quantile(List<Double> sorted, double share) {
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int rank = (int) Math.ceil(share * sorted.size());
        return OptionalDouble.of(sorted.get(Math.max(0, rank - 1)));
    }
}
