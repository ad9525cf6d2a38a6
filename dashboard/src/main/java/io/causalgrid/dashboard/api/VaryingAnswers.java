package io.causalgrid.dashboard.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Says of all answers that they depend on {@code Accept-Encoding} (RFC 9110, 12.5.5), as Quarkus, which compresses them, does not. */
@Singleton
class VaryingAnswers {
    private static final int PRIORITY = 100; // before all that could answer

    void install(@Observes Filters filters) {
        filters.register(VaryingAnswers::follow, PRIORITY);
    }

    private static void follow(RoutingContext context) {
        context.addHeadersEndHandler(_ -> {
            MultiMap headers = context.response().headers();
            if (!headers.contains(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING, true)) { // which files have
                headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            }
        });
        context.next();
    }
}
