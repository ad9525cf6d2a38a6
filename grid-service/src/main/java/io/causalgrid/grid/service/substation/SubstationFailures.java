package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.http.problems.Problems;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Nothing was done, and the client may try again, here or at the substation's owner. */
class SubstationFailures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @ServerExceptionMapper
    Response overloaded(QueueFull failure) {
        return Problems.unavailable(Refusals.OVERLOADED, "Too many requests wait for this substation.", RETRY_AFTER)
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response notOwner(NotOwnerException failure) {
        var problem = Problems.unavailable(
                Refusals.NOT_OWNER,
                "This process does not own the substation: " + failure.getMessage() + ".",
                RETRY_AFTER);
        return (failure.holderUrl().isEmpty() ? problem : problem.with(Refusals.OWNER, failure.holderUrl()))
                .build()
                .toResponse();
    }
}
