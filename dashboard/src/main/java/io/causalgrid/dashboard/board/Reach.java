package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.Contact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A contact, for display.
 *
 * @param state {@code up}, {@code connecting} or {@code unreachable}
 * @param since null while connecting
 * @param why null unless unreachable
 */
public record Reach(
        String state, @Nullable Instant since, @Nullable String why) {
    static Reach of(Contact contact) {
        return switch (contact) {
            case Contact.Connecting connecting -> new Reach("connecting", null, null);
            case Contact.Reachable(var since) -> new Reach("up", since, null);
            case Contact.Unreachable(var since, var why) -> new Reach("unreachable", since, why);
        };
    }

    public boolean up() {
        return state.equals("up");
    }

    public boolean unreachable() {
        return state.equals("unreachable");
    }

    /** The time of day since when it is so, in UTC. */
    public String sinceTime() {
        return since == null ? "" : TimeOfDay.of(since);
    }
}
