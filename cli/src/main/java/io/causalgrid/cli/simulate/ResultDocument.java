package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.PromiseFigures;
import io.causalgrid.grid.core.simulation.Summary;
import io.causalgrid.grid.core.simulation.report.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A result as JSON: every field in every document, null where a bound has nothing to say. */
public final class ResultDocument {

    private ResultDocument() {}

    /**
     * The document.
     *
     * @param settings under which the result came about, so that it means something by itself
     */
    public static Map<String, @Nullable Object> of(Result result, Map<String, Object> settings) {
        Summary summary = result.summary();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("policy", summary.policy());
        document.put("capKw", summary.capKw());
        document.put("energyDeliveredPercent", rounded(summary.energyDeliveredPercent()));
        document.put("sessionsFullyServedPercent", nullable(summary.sessionsFullyServedPercent()));
        document.put("largestShortfallKwh", nullable(summary.largestShortfallKwh()));
        document.put("shortfall95Kwh", nullable(summary.shortfall95Kwh()));
        document.put("violations", summary.violations());
        document.put("peakKw", nullable(summary.peakKw()));
        document.put("energyCost", nullable(summary.energyCost()));
        document.put("gridKwh", nullable(summary.gridKwh()));
        document.put("emissionsKg", nullable(summary.emissionsKg()));
        document.put("tickMillisMedian", nullable(summary.tickMillisMedian()));
        document.put("tickMillisMax", nullable(summary.tickMillisMax()));
        document.put("promises", result.promises().map(ResultDocument::promises).orElse(null));
        document.put(
                "notes", result.clippings().stream().map(ResultDocument::note).toList());
        document.put("settings", settings);
        return document;
    }

    private static Map<String, Object> promises(PromiseFigures figures) {
        Map<String, Object> promises = new LinkedHashMap<>();
        promises.put("given", figures.given());
        promises.put("givenPercent", rounded(figures.givenPercent()));
        promises.put("promisedKwh", rounded(figures.promisedKwh()));
        promises.put("promisedPercent", rounded(figures.promisedPercent()));
        promises.put("kept", figures.kept());
        promises.put("missedKwh", rounded(figures.missedKwh()));
        return promises;
    }

    private static Map<String, Object> note(Clipping clipping) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("note", kind(clipping));
        note.put("sessions", clipping.sessions());
        switch (clipping) {
            case Clipping.WeakConnectors weak -> {
                note.put("session", weak.session());
                note.put("vehicleKw", rounded(weak.vehicleWatts() / 1000));
                note.put("connectorKw", rounded(weak.connectorWatts() / 1000));
            }
            case Clipping.ShortStays shorter -> note.put("kwh", rounded(shorter.wattHours() / 1000));
            case Clipping.LimitsBelowMinimum limits -> {
                note.put("limit", limits.limit());
                note.put("unit", limits.symbol());
                note.put("bound", rounded(limits.bound()));
                note.put("least", rounded(limits.least()));
            }
        }
        note.put("words", clipping.words());
        return note;
    }

    private static String kind(Clipping clipping) {
        return switch (clipping) {
            case Clipping.WeakConnectors _ -> "weak-connectors";
            case Clipping.ShortStays _ -> "short-stays";
            case Clipping.LimitsBelowMinimum _ -> "limits-below-minimum";
        };
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    /** To what means something. */
    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
