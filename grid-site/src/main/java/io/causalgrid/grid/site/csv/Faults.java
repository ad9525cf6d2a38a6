package io.causalgrid.grid.site.csv;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Lines that cannot be used, and why: the first {@value #SHOWN_MAX}, and how many there are. Confined to one thread.
 */
public final class Faults {

    private static final int SHOWN_MAX = 20;

    private final NavigableMap<Long, String> first = new TreeMap<>();
    private int count;

    /** Adds one. */
    public void add(long line, String reason) {
        count++;
        first.put(line, reason);
        if (first.size() > SHOWN_MAX) {
            first.pollLastEntry();
        }
    }

    /** How many lines cannot be used. */
    public int count() {
        return count;
    }

    /** The first of them with their reasons. */
    public List<String> shown() {
        return first.entrySet().stream()
                .map(fault -> "line " + fault.getKey() + ": " + fault.getValue())
                .toList();
    }

    /**
     * Why a file is refused: one of them as it is, several one below the other.
     *
     * @param remedy what can be done about several, in words that follow; may be empty
     */
    public String refusal(String remedy) {
        return count == 1 ? shown().getFirst() : listed("cannot be used" + remedy);
    }

    /** What became of the file. */
    public String leftOut() {
        return listed("left out");
    }

    private String listed(String what) {
        List<String> shown = shown();
        var text = new StringBuilder("%,d %s %s:".formatted(count, count == 1 ? "line" : "lines", what));
        shown.forEach(fault -> text.append("\n  ").append(fault));
        if (count > shown.size()) {
            text.append("\n  and %,d more".formatted(count - shown.size()));
        }
        return text.toString();
    }
}
