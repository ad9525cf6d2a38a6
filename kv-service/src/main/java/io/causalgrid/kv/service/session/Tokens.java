package io.causalgrid.kv.service.session;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.Optional;

/** Writes and reads causality tokens. Any thread. */
public interface Tokens {
    /** The token of a client that has seen that much. */
    String write(VersionVector vector);

    /** What a token says; nothing if it was not written by this cluster. */
    Optional<CausalityToken> read(String text);
}
