package io.causalgrid.kv.service.api;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets from a route below Quarkus REST.
 *
 * @param headers those of this answer; what all answers bear is put on when it is sent
 */
record Answer(
        int status, Map<String, String> headers, @Nullable Buffer body) {}
