package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.simulation.Summary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A summary as JSON: every field in every document, null where a bound has nothing to say. */
public final class SummaryDocument {

    private SummaryDocument() {}

    /** The document. */
    public static Map<String, @Nullable Object> of(Summary summary) {
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
        document.put("tickMillisMedian", nullable(summary.tickMillisMedian()));
        document.put("tickMillisMax", nullable(summary.tickMillisMax()));
        return document;
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    /** To what means something. */
    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
