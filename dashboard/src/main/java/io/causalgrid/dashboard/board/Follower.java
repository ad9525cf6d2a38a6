package io.causalgrid.dashboard.board;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one browser already has. Called only by its stream, one call at a time. */
final class Follower {
    private final Screen screen;
    private @Nullable Frame sent;

    Follower(Screen screen) {
        this.screen = screen;
    }

    /** What to send now, if anything; a heartbeat only when there is nothing better. */
    Optional<Update> next(Browsers.Pulse pulse) {
        Frame newest = sent == null ? screen.refresh() : screen.current();
        String changes = newest.changesSince(sent);
        sent = newest;
        if (changes != null) {
            return Optional.of(new Update.Changes(changes));
        }
        return switch (pulse) {
            case FRAME -> Optional.empty();
            case HEARTBEAT -> Optional.of(new Update.Heartbeat());
        };
    }
}
