package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Sessions of a day as bars from arrival to departure, filled as far as they were served. */
final class SessionChart {
    private static final double WIDTH = 860;
    private static final double LEFT = 44;
    private static final double RIGHT = 96;
    private static final double ROW = 13;
    private static final double TOP = 22;
    private static final int ROWS_MAX = 80;

    private final Days days;
    private final Instant from;
    private final Instant until;

    SessionChart(LoadChart.Window window) {
        this.days = window.days();
        this.from = window.from();
        this.until = window.until();
    }

    String draw(Run run) {
        List<Run.Outcome> outcomes = run.outcomes().stream()
                .filter(outcome -> !outcome.session().arrival().isBefore(from)
                        && outcome.session().arrival().isBefore(until))
                .sorted(Comparator.comparing(outcome -> outcome.session().arrival()))
                .limit(ROWS_MAX)
                .toList();
        Instant end = outcomes.stream()
                .map(outcome -> outcome.session().departure())
                .max(Comparator.naturalOrder())
                .orElse(until);
        Instant shown = end.isAfter(from.plus(Duration.ofHours(36))) ? from.plus(Duration.ofHours(36)) : end;
        Instant first =
                outcomes.isEmpty() ? from : outcomes.getFirst().session().arrival();
        var axis = new Axis(first.truncatedTo(ChronoUnit.HOURS), shown);
        double height = TOP + ROW * outcomes.size() + 6;
        var svg = new Svg(WIDTH, height, "Sessions of " + run.policy() + " on the busiest day");
        for (Instant hour = axis.from; hour.isBefore(axis.until); hour = hour.plus(Duration.ofHours(2))) {
            svg.line(axis.x(hour), TOP - 6, axis.x(hour), height, "grid");
            svg.text(axis.x(hour), 11, "tick middle", days.time(hour));
        }
        for (int i = 0; i < outcomes.size(); i++) {
            drawRow(svg, outcomes.get(i), axis, TOP + i * ROW);
        }
        return svg.end();
    }

    private void drawRow(Svg svg, Run.Outcome outcome, Axis axis, double y) {
        double x = axis.x(outcome.session().arrival());
        double width = axis.x(outcome.session().departure()) - x;
        double share = outcome.deliveredWattHours() / outcome.session().energyWattHours();
        double kwh = outcome.deliveredWattHours() / 1000;
        double asked = outcome.session().energyWattHours() / 1000;
        String words = "%s at %s, %s to %s: %.1f of %.1f kWh"
                .formatted(
                        outcome.session().id(),
                        outcome.session().connector(),
                        days.time(outcome.session().arrival()),
                        days.time(outcome.session().departure()),
                        kwh,
                        asked);
        svg.box(new Svg.Box(x, y, width, ROW - 4, 3), "stay", words);
        svg.box(new Svg.Box(x, y, width * share, ROW - 4, 3), outcome.isServed() ? "served" : "short", words);
        svg.text(WIDTH, y + ROW - 5, "tick end", "%.1f / %.1f kWh".formatted(kwh, asked));
    }

    private record Axis(Instant from, Instant until) {
        double x(Instant time) {
            double share = (double) Duration.between(from, time).toMillis()
                    / Math.max(1, Duration.between(from, until).toMillis());
            return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(share, 0, 1);
        }
    }
}
