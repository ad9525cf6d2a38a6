package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.service.session.CausalityToken;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param prefix what the keys begin with that it wants to hear of
 * @param from where it begins
 * @param needed what this site must have applied before it answers, if anything
 * @param patience how long that may take
 */
record WatchRequest(String prefix, From from, Optional<Needed> needed, Duration patience) {
    /** A token, and its text as the client sent it. */
    record Needed(String text, CausalityToken token) {}

    /** Where a watch begins. */
    sealed interface From {
        /** With what happens next. */
        record Now() implements From {}

        /** With the state, and then what happens next. */
        record Beginning() implements From {}

        /** With everything that the client has not seen. */
        record Token(CausalityToken seen) implements From {}
    }
}
