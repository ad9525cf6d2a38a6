package io.causalgrid.kv.service.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times the requests of routes below Quarkus REST, under the name and the tags that all others have. The binder of the
 * HTTP server ignores them: it would take each path for a route of its own, and make keys to labels; and to look its timer
 * up takes it longer than to look a value up takes us.
 */
@Singleton
public class RequestTimers {
    private static final List<HttpMethod> KNOWN =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final List<String> OUTCOMES =
            List.of("INFORMATIONAL", "SUCCESS", "REDIRECTION", "CLIENT_ERROR", "SERVER_ERROR");

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String route, HttpMethod method, int status) {}

    RequestTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The timer of requests to a route, such as {@code /v1/kv/{key}}, that are answered with that status. */
    public Timer timer(String route, HttpMethod method, int status) {
        return timers.computeIfAbsent(new Kind(route, method, status), this::register);
    }

    private Timer register(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("HTTP server request processing time")
                .tag("uri", kind.route())
                .tag("method", KNOWN.contains(kind.method()) ? kind.method().name() : "UNKNOWN")
                .tag("status", Integer.toString(kind.status()))
                .tag("outcome", OUTCOMES.get(kind.status() / 100 - 1))
                .register(registry);
    }
}
