package io.causalgrid.http.edge;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets no request reach a resource whose path or query Quarkus REST would read in its own way: what is not UTF-8 with replacement
 * characters, what the resource does not know not at all.
 */
class StrictParameters {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo resource, HttpServerRequest request) {
        String path = request.path();
        if (path != null && path.indexOf('%') >= 0) {
            var _ = PercentEncoded.decode("the path", path);
        }
        if (request.query() != null) {
            var _ = Query.of(
                    request, known.computeIfAbsent(resource.getResourceMethod(), StrictParameters::parameters));
        }
    }

    private static Set<String> parameters(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Optional.ofNullable(parameter.getAnnotation(QueryParam.class)).stream())
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }
}
