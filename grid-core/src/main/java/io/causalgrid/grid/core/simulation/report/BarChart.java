package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Summary;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Policies beside each other, a group of bars a cap, in percent; a bound is a line above its group. */
final class BarChart {
    private static final double WIDTH = 860;
    private static final double HEIGHT = 250;
    private static final double LEFT = 44;
    private static final double TOP = 14;
    private static final double BOTTOM = 34;
    private static final double GAP = 28;

    private final String title;
    private final Function<Summary, OptionalDouble> value;

    BarChart(String title, Function<Summary, OptionalDouble> value) {
        this.title = title;
        this.value = value;
    }

    String draw(List<Result> results, List<String> policies) {
        var svg = new Svg(WIDTH, HEIGHT, title);
        for (int percent = 0; percent <= 100; percent += 25) {
            svg.line(LEFT, y(percent), WIDTH, y(percent), "grid");
            svg.text(LEFT - 8, y(percent) + 4, "tick end", percent + " %");
        }
        List<Double> caps = results.stream()
                .map(result -> result.summary().capKw())
                .distinct()
                .toList();
        double group = (WIDTH - LEFT) / caps.size();
        for (int i = 0; i < caps.size(); i++) {
            double cap = caps.get(i);
            List<Result> ofCap = results.stream()
                    .filter(result -> result.summary().capKw() == cap)
                    .toList();
            double x = LEFT + i * group;
            drawGroup(svg, ofCap, policies, new Span(x + GAP / 2, group - GAP));
            svg.text(x + group / 2, HEIGHT - 12, "tick middle", Svg.number(cap) + " kW");
        }
        return svg.end();
    }

    private record Span(double x, double width) {}

    private void drawGroup(Svg svg, List<Result> results, List<String> policies, Span span) {
        long count = results.stream().filter(result -> result.run().isPresent()).count();
        double width = Math.min(64, span.width() / Math.max(1, count));
        double x = span.x() + (span.width() - width * count) / 2;
        for (Result result : results) {
            OptionalDouble percent = value.apply(result.summary());
            if (percent.isEmpty()) {
                continue;
            }
            double top = y(percent.getAsDouble());
            String words = "%s: %.2f %%".formatted(result.summary().policy(), percent.getAsDouble());
            if (result.run().isEmpty()) {
                svg.line(span.x(), top, span.x() + span.width(), top, "bound");
            } else {
                var box = new Svg.Box(x + 1, top, width - 2, y(0) - top, 3);
                svg.box(box, "p" + policies.indexOf(result.summary().policy()), words);
                if (width >= 30) {
                    svg.text(x + width / 2, top + 16, "value middle", "%.1f".formatted(percent.getAsDouble()));
                }
                x += width;
            }
        }
    }

    private static double y(double percent) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - percent / 100);
    }
}
