package io.causalgrid.grid.core.simulation;

import java.util.List;

/**
 * What was promised to the sessions of a run, and what came of it.
 *
 * @param given to how many sessions
 * @param givenPercent of the sessions
 * @param promisedKwh in all
 * @param promisedPercent of the energy asked for
 * @param kept how many got what they were promised, to a thousandth and a watt-hour
 * @param missedKwh that was promised and not delivered
 */
public record PromiseFigures(
        long given, double givenPercent, double promisedKwh, double promisedPercent, long kept, double missedKwh) {
    /** Of a run. */
    public static PromiseFigures of(Run run) {
        List<Run.Outcome> promised =
                run.outcomes().stream().filter(Run.Outcome::isPromised).toList();
        double wattHours =
                promised.stream().mapToDouble(Run.Outcome::promisedWattHours).sum();
        double missed = promised.stream()
                .filter(outcome -> !outcome.isKept())
                .mapToDouble(outcome -> outcome.promisedWattHours() - outcome.deliveredWattHours())
                .sum();
        return new PromiseFigures(
                promised.size(),
                100.0 * promised.size() / run.outcomes().size(),
                wattHours / 1000,
                100 * wattHours / run.requestedWattHours(),
                promised.stream().filter(Run.Outcome::isKept).count(),
                missed / 1000);
    }

    /** For people. */
    public String words() {
        return "promised %d sessions (%.1f %%) %,.0f kWh (%.1f %%); kept %d, missed %.1f kWh"
                .formatted(given, givenPercent, promisedKwh, promisedPercent, kept, missedKwh);
    }
}
