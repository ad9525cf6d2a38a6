package io.causalgrid.systemtests.monitoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that a PromQL expression names, each with its range and the function it stands in. Reads tokens only;
 * whether the expression is valid is for promtool to say.
 */
record PromQlText(List<Selector> selectors) {

    private static final Pattern TOKEN = Pattern.compile("(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
            + "|(?<labels>\\{(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^}\"])*})|(?<range>\\[[^\\]]*])"
            + "|(?<number>\\$?\\d[\\w.]*)|(?<name>[a-zA-Z_:][\\w:]*)|(?<open>\\()|(?<close>\\))|[^\\s]");
    private static final Set<String> WITH_LABEL_LIST =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "unless",
            "bool",
            "offset",
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "group",
            "topk",
            "bottomk",
            "quantile",
            "stddev",
            "stdvar",
            "count_values",
            "inf",
            "nan");
    private static final Set<String> RATES = Set.of("rate", "irate", "increase");

    /**
     * One metric in an expression.
     *
     * @param range what stands between the brackets behind it, if anything
     * @param function the function or aggregation whose parentheses enclose it directly
     */
    record Selector(
            String metric, @Nullable String range, @Nullable String function) {

        /** By Prometheus' naming rules; a histogram's and a timer's parts count as well. */
        boolean isCounter() {
            return metric.endsWith("_total")
                    || metric.endsWith("_count")
                    || metric.endsWith("_sum")
                    || metric.endsWith("_bucket");
        }

        boolean isWrappedInRate() {
            return range != null && function != null && RATES.contains(function);
        }
    }

    static PromQlText of(String expression) {
        var tokens = tokens(expression);
        var selectors = new ArrayList<Selector>();
        var enclosing = new ArrayDeque<String>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.is("open")) {
                enclosing.push(i > 0 && tokens.get(i - 1).is("name") ? tokens.get(i - 1).text : "");
            } else if (token.is("close")) {
                enclosing.poll();
            } else if (token.is("name") && WITH_LABEL_LIST.contains(token.text)) {
                i = endOfLabelList(tokens, i);
            } else if (token.is("name") && !WORDS.contains(token.text) && !followed(tokens, i, "open")) {
                int afterLabels = followed(tokens, i, "labels") ? i + 1 : i;
                var range = followed(tokens, afterLabels, "range") ? tokens.get(afterLabels + 1).text : null;
                selectors.add(new Selector(token.text, inner(range), enclosing.peek()));
            }
        }
        return new PromQlText(List.copyOf(selectors));
    }

    List<String> metrics() {
        return selectors.stream().map(Selector::metric).distinct().toList();
    }

    private static int endOfLabelList(List<Token> tokens, int at) {
        int end = at;
        if (followed(tokens, at, "open")) {
            while (end < tokens.size() && !tokens.get(end).is("close")) {
                end++;
            }
        }
        return end;
    }

    private static boolean followed(List<Token> tokens, int at, String kind) {
        return at + 1 < tokens.size() && tokens.get(at + 1).is(kind);
    }

    private static @Nullable String inner(@Nullable String bracketed) {
        return bracketed == null ? null : bracketed.substring(1, bracketed.length() - 1);
    }

    private static List<Token> tokens(String expression) {
        return TOKEN.matcher(expression)
                .results()
                .map(match -> new Token(
                        List.of("string", "labels", "range", "number", "name", "open", "close").stream()
                                .filter(kind -> match.group(kind) != null)
                                .findFirst()
                                .orElse("other"),
                        match.group()))
                .toList();
    }

    private record Token(String kind, String text) {
        boolean is(String other) {
            return kind.equals(other);
        }
    }
}
