package io.causalgrid.benchmarks.load;

import io.causalgrid.benchmarks.load.HttpConnection.Answer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that were not answered well, counted by the kind of their answers. One thread only. */
public final class Failures {
    private static final Pattern PROBLEM = Pattern.compile("\"type\"\\s*:\\s*\"[^\"]*:([^\":]+)\"");

    private final Map<String, Long> counts = new TreeMap<>();

    /** The status of an answer and the name of its problem, such as {@code 503 in-doubt}. */
    static String kind(Answer answer) {
        Matcher problem = PROBLEM.matcher(answer.body());
        return answer.status() + (problem.find() ? " " + problem.group(1) : "");
    }

    /** Counts one. */
    public void add(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** Counts what others have counted. */
    public void addAll(Failures others) {
        others.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    /** How many of each kind, by its name. */
    public Map<String, Long> byKind() {
        return Collections.unmodifiableMap(counts);
    }

    /** All of them. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
