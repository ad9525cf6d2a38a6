package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.Optional;

/** Causality tokens, as far as watching needs to know them. Any thread. */
public interface Tokens {
    /** The token of a client that has seen that much. */
    String write(VersionVector vector);

    /** What the client of a token has seen; nothing if it is not a token of this cluster. */
    Optional<VersionVector> parse(String text);
}
