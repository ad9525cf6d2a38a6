package io.causalgrid.grid.service.substation;

import io.causalgrid.http.problems.Problems;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Too much waits for a substation's thread: nothing was done, and the client may try again. */
class OverloadMapper {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @ServerExceptionMapper
    Response overloaded(QueueFull failure) {
        return Problems.unavailable("overloaded", "Too many requests wait for this substation.", RETRY_AFTER)
                .build()
                .toResponse();
    }
}
