package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.EventLine;
import java.time.Instant;

/** One line of the list of events. {@code text} is untrusted. */
public record EventRow(long id, Instant at, String source, String kind, String text) {
    static EventRow of(EventLine line) {
        return new EventRow(line.id(), line.at(), line.source(), line.kind().label(), line.text());
    }

    /** In UTC. */
    public String timeOfDay() {
        return TimeOfDay.of(at);
    }
}
