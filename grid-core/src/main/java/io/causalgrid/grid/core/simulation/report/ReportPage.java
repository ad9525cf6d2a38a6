package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A page of HTML that shows results and needs nothing else: no script, no font, no file beside it. Follows the reader's
 * choice of light or dark.
 */
public final class ReportPage {
    private final List<Result> results;
    private final Days days;
    private final List<String> policies;

    private ReportPage(List<Result> results, Days days) {
        this.results = results;
        this.days = days;
        this.policies = results.stream()
                .filter(result -> result.run().isPresent())
                .map(result -> result.summary().policy())
                .distinct()
                .toList();
    }

    /**
     * The page.
     *
     * @param subtitle what was replayed, in a sentence
     * @param results at least one, with their runs; in the order in which they are shown
     * @param zone of its days and times
     */
    public static String of(String subtitle, List<Result> results, ZoneId zone) {
        return new ReportPage(results, new Days(zone)).page(subtitle);
    }

    private String page(String subtitle) {
        var page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Charging replayed</title>
                <style>
                """);
        page.append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>Charging replayed</h1>\n<p class=\"lead\">");
        page.append(Svg.escaped(subtitle)).append("</p>\n");
        if (!policies.isEmpty()) {
            page.append(legend());
        }
        bars(
                page,
                "Energy delivered",
                "percent of the energy asked for",
                summary -> OptionalDouble.of(summary.energyDeliveredPercent()));
        bars(
                page,
                "Sessions fully served",
                "percent of the sessions",
                summary -> summary.isBound() ? OptionalDouble.empty() : summary.sessionsFullyServedPercent());
        page.append("<h2>Figures</h2>\n").append(table()).append(notes());
        page.append(Downloads.of(results, days.zone()));
        results.stream()
                .filter(result -> result.run().isPresent())
                .mapToDouble(result -> result.summary().capKw())
                .distinct()
                .forEach(cap -> page.append(ofCap(cap)));
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void bars(StringBuilder page, String title, String unit, Function<Summary, OptionalDouble> value) {
        if (!policies.isEmpty()) {
            page.append("<h2>").append(title).append(" <small>").append(unit).append("</small></h2>\n<figure>");
            page.append(new BarChart(title, value).draw(results, policies)).append("</figure>\n");
        }
    }

    private String legend() {
        var text = new StringBuilder("<ul class=\"legend\">");
        for (int i = 0; i < policies.size(); i++) {
            text.append("<li><i class=\"p")
                    .append(i)
                    .append("\"></i>")
                    .append(Svg.escaped(policies.get(i)))
                    .append("</li>");
        }
        if (results.stream().anyMatch(result -> result.run().isEmpty())) {
            text.append("<li><i class=\"boundkey\"></i>offline bound</li>");
        }
        return text.append("</ul>\n").toString();
    }

    private String table() {
        var text = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th>policy</th>");
        ResultTable.titles().forEach(title -> text.append("<th>").append(title).append("</th>"));
        text.append("</tr></thead><tbody>\n");
        double capBefore = results.getFirst().summary().capKw();
        for (Result result : results) {
            double cap = result.summary().capKw();
            text.append(cap == capBefore ? "<tr><th>" : "<tr class=\"cap\"><th>");
            capBefore = cap;
            text.append(Svg.escaped(result.summary().policy())).append("</th>");
            ResultTable.cells(result.summary())
                    .forEach(cell -> text.append("<td>").append(cell).append("</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody></table></div>\n").toString();
    }

    private String notes() {
        var text = new StringBuilder();
        Stream<String> starred =
                ResultTable.isStarred(results.stream().map(Result::summary).toList())
                        ? Stream.of(ResultTable.STARRED)
                        : Stream.of();
        Stream.concat(
                        starred,
                        results.stream()
                                .flatMap(result -> result.clippings().stream())
                                .map(Clipping::words)
                                .distinct())
                .forEach(words -> text.append("<p class=\"note\">")
                        .append(Svg.escaped(words))
                        .append(".</p>\n"));
        return text.toString();
    }

    private String ofCap(double cap) {
        List<Run> runs = results.stream()
                .filter(result -> result.summary().capKw() == cap)
                .flatMap(result -> result.run().stream())
                .toList();
        Run first = runs.getFirst();
        double peak = runs.stream()
                .flatMap(run -> run.load().stream())
                .mapToDouble(load -> load.watts() / 1000)
                .max()
                .orElse(cap);
        Instant from = days.startOf(first.load().getFirst().from());
        Instant until = first.load().stream()
                .filter(load -> load.watts() > 0)
                .map(Run.Load::until)
                .reduce(days.next(from), (_, later) -> later);
        Instant day = days.busiest(first);
        var busiest = new LoadChart.Window(days, day, days.next(day));
        String style = "p" + policies.indexOf(first.policy());
        return "<section><h2>At a cap of " + Svg.number(cap) + " kW</h2>\n"
                + "<h3>Load against the limit <small>" + Svg.escaped(first.policy())
                + ", the whole time</small></h3>\n<figure>"
                + new LoadChart(new LoadChart.Window(days, from, until), cap, peak).overview(first, style)
                + "</figure>\n<h3>The busiest day <small>" + days.date(day) + ", all policies</small></h3>\n<figure>"
                + new LoadChart(busiest, cap, peak).lines(runs, policies)
                + "</figure>\n<details><summary>Sessions of that day under " + Svg.escaped(first.policy())
                + "</summary>\n<p class=\"note\">A bar is a stay; it is filled as far as the session was served:"
                + " <b class=\"servedname\">fully</b> or <b class=\"shortname\">not fully</b>.</p>\n<figure>"
                + new SessionChart(busiest).draw(first)
                + "</figure></details></section>\n";
    }

    private static String style() {
        try (InputStream css =
                Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
