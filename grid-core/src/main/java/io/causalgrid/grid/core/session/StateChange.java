package io.causalgrid.grid.core.session;

import java.time.Instant;

/** One line of a session's history: the state it entered, and when. */
public record StateChange(SessionState state, Instant at) {}
