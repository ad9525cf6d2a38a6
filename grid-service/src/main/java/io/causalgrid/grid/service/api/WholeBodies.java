package io.causalgrid.grid.service.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Has the bodies of requests to charge read before a virtual thread is given the request. Else that thread would read, and the
 * event loop and it would wait for each other's monitor several times for a hundred bytes. A body that does not say that it is
 * short is left to the thread.
 */
@Singleton
class WholeBodies {
    private static final int PRIORITY = 50; // before all that reads bodies
    private static final int SHORT_BYTES_MAX = 4 << 10;
    private static final Set<String> PATHS = Set.of("/charge", "/route");

    private final BodyHandler reading = BodyHandler.create(false).setBodyLimit(SHORT_BYTES_MAX);

    void install(@Observes Filters filters) {
        filters.register(this::read, PRIORITY);
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        long length = length(request);
        boolean isShort = length > 0 && length <= SHORT_BYTES_MAX; // of none nobody would know that it has been read
        if (isShort && HttpMethod.POST.equals(request.method()) && PATHS.contains(request.path())) {
            reading.handle(context);
        } else {
            context.next();
        }
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? Long.MAX_VALUE : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE; // the HTTP server has its say on that
        }
    }
}
