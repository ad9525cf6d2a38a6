package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;

/**
 * What a substation says, to all others, of an idempotency key: that the key's session is here. That a key has one session
 * only is a claim of the kind that the store's client offers: written at a majority, then read at a majority with what rivals
 * have written beside it; whoever sees a living rival withdraws.
 *
 * @param key the idempotency key
 * @param substation whose owner says so
 * @param sessionId of the key's session
 * @param number grows with the key: higher than all that could be seen of it when the session was made. Of two that are
 *     confirmed the higher one counts: the other's confirmation came after its reservation was over
 * @param state how sure it is
 * @param order the whole of it: a repetition must equal it
 * @param lasts how long a reservation lasts without being confirmed
 */
public record KeyRecord(
        String key, String substation, String sessionId, long number, State state, ChargeOrder order, Duration lasts) {
    /** How sure it is that the key's session is here. */
    public enum State {
        /** It may become one; it counts for as long as a reservation lasts. */
        RESERVED,
        /** It is one. */
        CONFIRMED,
        /** It was one, and is over. */
        ENDED
    }
}
