package io.causalgrid.kv.core.history;

import java.util.List;

/** Why one event must come before another. */
sealed interface Edge {
    Event from();

    Event to();

    record SessionOrder(Event from, Event to) implements Edge {
        @Override
        public String toString() {
            return to + " (later in the same session)";
        }
    }

    record ReadFrom(Event from, Event to) implements Edge {
        @Override
        public String toString() {
            return to + " (returns what was written)";
        }
    }

    /** Somebody who knew both writes read the second: the conflict relation CF of Bouajjani et al., POPL 2017. */
    record Overwritten(Event from, Event to, Event reader) implements Edge {
        @Override
        public String toString() {
            return "%s (must win: it is what was returned, with both writes known, by %s)".formatted(to, reader);
        }
    }

    /** A path in words, a line for each step; several steps through one session are one. */
    static String describe(List<Edge> path) {
        var text = new StringBuilder("    ").append(path.getFirst().from());
        for (int i = 0; i < path.size(); i++) {
            boolean goesOn = i + 1 < path.size() && path.get(i + 1) instanceof SessionOrder;
            if (!(goesOn && path.get(i) instanceof SessionOrder)) {
                text.append("\n    -> ").append(path.get(i));
            }
        }
        return text.toString();
    }
}
