package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.session.Session;

/** What a client is told. */
sealed interface Answer {
    /** 200: the session charges. */
    record Charging(String sessionId, String substation) implements Answer {}

    /** 202: it waits. */
    record Waiting(String sessionId, String substation) implements Answer {}

    /** 200: what has become of the session. */
    record Present(Session session, String substation) implements Answer {}

    /** 200: as the store has it, since the session's owner cannot be asked. */
    record AsStored(KeyRecord record) implements Answer {}

    /** 422. */
    record Reused() implements Answer {}

    /** 503. */
    record Unavailable() implements Answer {}
}
