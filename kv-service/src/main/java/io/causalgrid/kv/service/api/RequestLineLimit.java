package io.causalgrid.kv.service.api;

import io.causalgrid.kv.service.config.KvConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Lets every name that the store takes be written in a request. The longest targets have two of them: a map and a field, a prefix and
 * the key to go on behind. Each byte may be percent-encoded.
 */
@Singleton
class RequestLineLimit implements HttpServerOptionsCustomizer {
    private static final int NAMES = 2;
    private static final int ENCODED_BYTE = "%FF".length();
    private static final int REST = 1_024; // method, version, an address, the fixed parts of a path, tokens and numbers

    private final KvConfig config;

    RequestLineLimit(KvConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        int needed = NAMES * ENCODED_BYTE * config.maxKeyBytes() + REST;
        options.setMaxInitialLineLength(Math.max(options.getMaxInitialLineLength(), needed));
    }
}
