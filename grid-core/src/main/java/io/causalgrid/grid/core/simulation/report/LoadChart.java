package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Power over time against the cap. */
final class LoadChart {
    private static final double WIDTH = 860;
    private static final double HEIGHT = 230;
    private static final double LEFT = 44;
    private static final double TOP = 18;
    private static final double BOTTOM = 26;
    private static final double SPACE_ABOVE = 1.12;

    private final Days days;
    private final Instant from;
    private final Instant until;
    private final double capKw;
    private final double topKw;

    /** What a chart shows of a recording. */
    record Window(Days days, Instant from, Instant until) {}

    LoadChart(Window window, double capKw, double peakKw) {
        this.days = window.days();
        this.from = window.from();
        this.until = window.until();
        this.capKw = capKw;
        // A cap far above every load would press the plot to the floor.
        this.topKw = SPACE_ABOVE * (peakKw > capKw / 4 ? Math.max(capKw, peakKw) : peakKw);
    }

    /** One run as an area, at the highest of each of many short times. */
    String overview(Run run, String style) {
        Svg svg = frame("Load of " + run.policy() + " over the whole time", Duration.ofDays(1));
        int columns = (int) (WIDTH - LEFT);
        double[] highest = new double[columns];
        for (Run.Load load : run.load()) {
            int first = column(load.from(), columns);
            int last = Math.max(first, column(load.until(), columns) - 1);
            for (int column = first; column <= last && column < columns; column++) {
                highest[column] = Math.max(highest[column], load.watts() / 1000);
            }
        }
        var data = new StringBuilder("M" + Svg.number(LEFT) + " " + Svg.number(y(0)));
        for (int column = 0; column < columns; column++) {
            data.append("L").append(Svg.number(LEFT + column)).append(' ').append(Svg.number(y(highest[column])));
        }
        data.append("L")
                .append(Svg.number(WIDTH))
                .append(' ')
                .append(Svg.number(y(0)))
                .append('Z');
        return svg.path(data, "area " + style).end();
    }

    /** Several runs as lines. */
    String lines(List<Run> runs, List<String> policies) {
        Svg svg = frame("Load of the policies on the busiest day", Duration.ofHours(3));
        for (Run run : runs.reversed()) {
            svg.path(steps(run), "line p" + policies.indexOf(run.policy()));
        }
        return svg.end();
    }

    private String steps(Run run) {
        var data = new StringBuilder();
        Instant end = from;
        for (Run.Load load : run.load()) {
            if (load.until().isAfter(from) && load.from().isBefore(until)) {
                if (data.isEmpty()) {
                    data.append("M")
                            .append(Svg.number(x(load.from())))
                            .append(' ')
                            .append(Svg.number(y(0)));
                } else if (load.from().isAfter(end)) {
                    data.append("V").append(Svg.number(y(0))).append("H").append(Svg.number(x(load.from())));
                }
                data.append("V").append(Svg.number(y(load.watts() / 1000)));
                data.append("H").append(Svg.number(x(load.until())));
                end = load.until();
            }
        }
        return data.toString();
    }

    private Svg frame(String label, Duration tick) {
        var svg = new Svg(WIDTH, HEIGHT, label);
        double step = Svg.gridStep(topKw);
        for (double kw = 0; kw <= topKw; kw += step) {
            svg.line(LEFT, y(kw), WIDTH, y(kw), "grid");
            svg.text(LEFT - 8, y(kw) + 4, "tick end", Svg.number(kw));
        }
        svg.text(LEFT - 8, 10, "tick end", "kW");
        Instant origin = days.startOf(from);
        List<Instant> ticks = new ArrayList<>();
        boolean daily = tick.toHours() >= 24;
        for (Instant time = origin; time.isBefore(until); time = daily ? days.next(time) : time.plus(tick)) {
            ticks.add(time);
        }
        int every = Math.max(1, ticks.size() / 16);
        for (int i = 0; i < ticks.size(); i += every) {
            Instant time = ticks.get(i);
            if (!time.isBefore(from)) {
                String words = daily ? days.date(time) : days.time(time);
                svg.text(x(time), HEIGHT - 8, "tick middle", words);
            }
        }
        if (capKw <= topKw) {
            svg.line(LEFT, y(capKw), WIDTH, y(capKw), "limit");
            svg.text(WIDTH, y(capKw) - 5, "limitname end", "cap " + Svg.number(capKw) + " kW");
        }
        return svg;
    }

    private int column(Instant time, int columns) {
        return (int) Math.clamp((x(time) - LEFT) / (WIDTH - LEFT) * columns, 0, columns);
    }

    private double x(Instant time) {
        double share = (double) Duration.between(from, time).toMillis()
                / Duration.between(from, until).toMillis();
        return LEFT + (WIDTH - LEFT) * Math.clamp(share, 0, 1);
    }

    private double y(double kw) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - kw / topKw);
    }
}
