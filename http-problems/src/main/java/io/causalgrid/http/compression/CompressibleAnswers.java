package io.causalgrid.http.compression;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/** Compresses the answers of resources that are {@link Compressible}, if they are large and the client takes that. */
@Provider
@Compressible
class CompressibleAnswers implements ContainerResponseFilter {
    private final Semaphore compressors;

    CompressibleAnswers(@ConfigProperty(name = "causalgrid.http.max-compressed", defaultValue = "64") int max) {
        this.compressors = new Semaphore(max);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        ResteasyReactiveRequestContext exchange = CurrentRequestManager.get();
        if (response.getStatus() == Status.OK.getStatusCode()
                && !request.getMethod().equals(HttpMethod.HEAD)
                && AcceptedEncodings.isGzipWanted(exchange.unwrap(HttpServerRequest.class))) {
            var body = new LargeBody(exchange.getOrCreateOutputStream(), compressors, () -> response.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_ENCODING, AcceptedEncodings.GZIP));
            exchange.setOutputStream(body);
            exchange.registerCompletionCallback(_ -> body.end());
        }
    }
}
