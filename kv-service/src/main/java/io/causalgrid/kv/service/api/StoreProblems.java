package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.log.LogBrokenException;
import io.causalgrid.kv.core.log.LogFullException;
import io.causalgrid.kv.core.replica.NotReadyException;
import io.causalgrid.kv.core.replica.TooManyWaitsException;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.service.site.OverloadedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the store's refusals are over HTTP. */
class StoreProblems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int INSUFFICIENT_STORAGE = 507; // RFC 4918, 11.5; not among the constants

    @ServerExceptionMapper
    Response logFull(LogFullException exception, UriInfo uri) {
        return insufficientStorage("log-full", exception, uri);
    }

    @ServerExceptionMapper
    Response logBroken(LogBrokenException exception, UriInfo uri) {
        return insufficientStorage("storage-failed", exception, uri);
    }

    @ServerExceptionMapper
    Response stateFailed(StateException exception, UriInfo uri) {
        return insufficientStorage("storage-failed", exception, uri);
    }

    @ServerExceptionMapper
    Response notReady(NotReadyException exception, UriInfo uri) {
        return Problems.unavailable("catching-up", "Nothing was written: " + exception.getMessage() + ".", RETRY_AFTER)
                .withInstance(instance(uri))
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response overloaded(OverloadedException exception, UriInfo uri) {
        return Problems.unavailable("overloaded", "Nothing was written: " + exception.getMessage() + ".", RETRY_AFTER)
                .withInstance(instance(uri))
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response tooManyWaits(TooManyWaitsException exception, UriInfo uri) {
        return Problems.unavailable("overloaded", exception.getMessage() + ".", RETRY_AFTER)
                .withInstance(instance(uri))
                .build()
                .toResponse();
    }

    private static Response insufficientStorage(String type, RuntimeException exception, UriInfo uri) {
        return Problems.problem(INSUFFICIENT_STORAGE, type, "Nothing was written: " + exception.getMessage() + ".")
                .withInstance(instance(uri))
                .build()
                .toResponse();
    }

    private static URI instance(UriInfo uri) {
        return URI.create(uri.getRequestUri().getRawPath());
    }
}
