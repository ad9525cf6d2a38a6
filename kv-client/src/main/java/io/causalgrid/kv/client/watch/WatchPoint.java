package io.causalgrid.kv.client.watch;

import io.causalgrid.kv.client.document.PercentEncoding;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a watch has come, and what its listener hears. The token moves on only when the listener has dealt with an event, and
 * only by events that come in order: the {@code ready} of a resumed stream may carry a later token than its first change.
 * Belongs to the watch's thread; the token may be read by others.
 */
final class WatchPoint {
    private final String prefix;
    private final Consumer<? super WatchEvent> listener;
    private boolean fromBeginning;
    private boolean heardState;
    private boolean ready;
    private volatile @Nullable String token;

    /** What an event means for the stream that it came on. */
    enum Verdict {
        /** The watch has come further. */
        PROGRESS,
        /** Nothing new. */
        NONE,
        /** The replica ends the stream. */
        END
    }

    WatchPoint(WatchRequest request, Consumer<? super WatchEvent> listener) {
        this.prefix = request.prefix();
        this.listener = listener;
        switch (request.start()) {
            case WatchRequest.Now _ -> fromBeginning = false;
            case WatchRequest.Beginning _ -> fromBeginning = true;
            case WatchRequest.After(String after) -> token = after;
        }
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** The path that continues the watch, together with the token if there is one. */
    String path() {
        String from = fromBeginning ? "beginning" : "now";
        return "/v1/watch?prefix=" + PercentEncoding.query(prefix) + (token == null ? "&from=" + from : "");
    }

    /** A stream begins. One that broke off within the state cannot be continued. */
    void streamBegins() {
        if (heardState) {
            startOver("the connection broke while the state was being sent");
        }
    }

    /** Nothing can continue what was heard. */
    void startOver(String reason) {
        token = null;
        fromBeginning = true;
        heardState = false;
        ready = false;
        listener.accept(new WatchEvent.StartedOver(reason));
    }

    Verdict take(SseEvent event) {
        String data = event.data();
        if (data == null) {
            return move(event.id());
        }
        return switch (event.name()) {
            case "change" -> {
                String id = idOf(event);
                listener.accept(WatchMessages.changed(data, id));
                token = id;
                yield Verdict.PROGRESS;
            }
            case "state" -> {
                heardState = true;
                listener.accept(WatchMessages.state(data));
                yield Verdict.PROGRESS;
            }
            case "ready" -> {
                becomeReady(event);
                yield Verdict.NONE;
            }
            case "slow", "lost" -> Verdict.END;
            default -> Verdict.NONE;
        };
    }

    private void becomeReady(SseEvent event) {
        String from = token == null ? idOf(event) : token;
        if (!ready) {
            listener.accept(new WatchEvent.Ready(from));
        }
        token = from;
        ready = true;
        heardState = false;
    }

    /** A token in the midst of the state, or before the site has said that it listens, would be no place to go on from. */
    private Verdict move(@Nullable String id) {
        if (id == null || !ready) {
            return Verdict.NONE;
        }
        token = id;
        return Verdict.PROGRESS;
    }

    private static String idOf(SseEvent event) {
        String id = event.id();
        if (id == null) {
            throw new UnexpectedAnswerException("An event " + event.name() + " has no id", null);
        }
        return id;
    }
}
