package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.log.LogBrokenException;
import io.causalgrid.kv.core.log.LogFullException;
import io.causalgrid.kv.core.replica.NotReadyException;
import io.causalgrid.kv.core.replica.TooManyWaitsException;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.service.site.OverloadedException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the store's refusals are over HTTP. */
class StoreProblems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int INSUFFICIENT_STORAGE = 507; // RFC 4918, 11.5; not among the constants

    @ServerExceptionMapper({
        LogFullException.class,
        LogBrokenException.class,
        StateException.class,
        NotReadyException.class,
        OverloadedException.class,
        TooManyWaitsException.class
    })
    Response refused(RuntimeException exception, UriInfo uri) {
        return HttpProblem.builder(of(exception).orElseThrow())
                .withInstance(URI.create(uri.getRequestUri().getRawPath()))
                .build()
                .toResponse();
    }

    /** What a client is told of that failure; nothing if it is no refusal but a bug. */
    static Optional<HttpProblem> of(Throwable failure) {
        return switch (failure) {
            case LogFullException full -> insufficientStorage("log-full", full);
            case LogBrokenException broken -> insufficientStorage("storage-failed", broken);
            case StateException failed -> insufficientStorage("storage-failed", failed);
            case NotReadyException notReady -> unavailable("catching-up", nothingWritten(notReady));
            case OverloadedException overloaded -> unavailable("overloaded", nothingWritten(overloaded));
            case TooManyWaitsException tooMany -> unavailable("overloaded", tooMany.getMessage() + ".");
            default -> Optional.empty();
        };
    }

    private static Optional<HttpProblem> insufficientStorage(String type, RuntimeException exception) {
        return Optional.of(Problems.problem(INSUFFICIENT_STORAGE, type, nothingWritten(exception))
                .build());
    }

    private static Optional<HttpProblem> unavailable(String type, String detail) {
        return Optional.of(Problems.unavailable(type, detail, RETRY_AFTER).build());
    }

    private static String nothingWritten(RuntimeException exception) {
        return "Nothing was written: " + exception.getMessage() + ".";
    }
}
