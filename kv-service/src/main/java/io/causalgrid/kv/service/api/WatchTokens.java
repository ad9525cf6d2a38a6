package io.causalgrid.kv.service.api;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.watch.Tokens;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The causality tokens of the API, for those who watch. */
@Singleton
class WatchTokens implements Tokens {
    private final CausalityTokens tokens;

    WatchTokens(CausalityTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String write(VersionVector vector) {
        return tokens.write(vector);
    }

    @Override
    public Optional<VersionVector> parse(String text) {
        return tokens.read(text);
    }
}
