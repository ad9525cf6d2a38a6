package io.causalgrid.kv.client.routing;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the client's builder has gathered; the builder says what each is for. */
public record Settings(
        List<URI> endpoints,
        Duration deadline,
        Duration attemptTimeout,
        Duration connectTimeout,
        Duration tokenWait,
        BackOff backOff,
        CircuitBreaker.Settings breaker,
        Duration watchSilence,
        int callsMax,
        int answerBytesMax) {
    public Settings {
        endpoints = List.copyOf(endpoints);
    }
}
