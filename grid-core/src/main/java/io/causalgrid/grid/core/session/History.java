package io.causalgrid.grid.core.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes histories: immutable lists, bounded because a session may be suspended any number of times. */
final class History {
    private static final int LENGTH_MAX = 64;

    private History() {}

    static List<StateChange> begin(SessionState state, Instant at) {
        return List.of(new StateChange(state, at));
    }

    static List<StateChange> then(List<StateChange> history, SessionState state, Instant at) {
        List<StateChange> longer = new ArrayList<>(history);
        if (longer.size() == LENGTH_MAX) {
            longer.remove(1); // the first says when it came, the latest what it does now
        }
        longer.add(new StateChange(state, at));
        return List.copyOf(longer);
    }
}
