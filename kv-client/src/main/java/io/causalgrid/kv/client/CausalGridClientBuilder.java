package io.causalgrid.kv.client;

import io.causalgrid.kv.client.routing.BackOff;
import io.causalgrid.kv.client.routing.CircuitBreaker;
import io.causalgrid.kv.client.routing.RouteTools;
import io.causalgrid.kv.client.routing.Settings;
import io.causalgrid.kv.client.routing.Timing;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How a client is to behave. What is not set has a default that does for replicas near by. Not thread-safe. */
public final class CausalGridClientBuilder {
    private static final Duration TOKEN_WAIT_MAX = Duration.ofSeconds(30);

    private final List<URI> endpoints;
    private Duration deadline = Duration.ofSeconds(10);
    private Duration attemptTimeout = Duration.ofSeconds(3);
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration tokenWait = Duration.ofSeconds(1);
    private BackOff backOff = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(1));
    private CircuitBreaker.Settings breaker = new CircuitBreaker.Settings(5, Duration.ofSeconds(5));
    private Duration watchSilence = Duration.ofSeconds(45);
    private int callsMax = 256;
    private int answerBytesMax = 256 * 1024 * 1024;
    private Timing timing = Timing.system();
    private RandomGenerator random = new SecureRandom(); // ids of writes must be unlike those of all other clients

    CausalGridClientBuilder(List<URI> endpoints) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a client needs an endpoint");
        }
        endpoints.forEach(CausalGridClientBuilder::checkEndpoint);
        this.endpoints = endpoints;
    }

    /** How long a call may take in all, its waiting and its repetitions included. Default 10 s. */
    public CausalGridClientBuilder deadline(Duration time) {
        deadline = positive(time);
        return this;
    }

    /**
     * How long one attempt at one endpoint may take, beyond the time for which the replica was asked to wait. Shorter than the
     * deadline, so that there is time for another. Default 3 s.
     */
    public CausalGridClientBuilder attemptTimeout(Duration time) {
        attemptTimeout = positive(time);
        return this;
    }

    /** How long to connect may take. Default 1 s. */
    public CausalGridClientBuilder connectTimeout(Duration time) {
        connectTimeout = positive(time);
        return this;
    }

    /** How long a replica may wait until it has what the session has seen; whole seconds, at most 30. Default 1 s. */
    public CausalGridClientBuilder tokenWait(Duration time) {
        if (time.isNegative() || time.toNanosPart() != 0 || time.compareTo(TOKEN_WAIT_MAX) > 0) {
            throw new IllegalArgumentException("a replica waits whole seconds, 0 to 30, not " + time);
        }
        tokenWait = time;
        return this;
    }

    /**
     * When all endpoints have been asked in vain, they are asked again after a random pause, which is bounded by the first
     * time, then by twice that, and so on up to the other. Default 50 ms and 1 s.
     */
    public CausalGridClientBuilder backOff(Duration first, Duration max) {
        backOff = new BackOff(first, max);
        return this;
    }

    /**
     * An endpoint that gave no answer so many times in a row is not asked for that time, and then once to see. Default 5 times
     * and 5 s.
     */
    public CausalGridClientBuilder breaker(int failures, Duration openFor) {
        breaker = new CircuitBreaker.Settings(failures, openFor);
        return this;
    }

    /** After how much silence a watch takes its connection for broken; replicas send something every 15 s. Default 45 s. */
    public CausalGridClientBuilder watchSilence(Duration time) {
        watchSilence = positive(time);
        return this;
    }

    /** How many calls may be under way at one time; more have to wait. Watches do not count. Default 256. */
    public CausalGridClientBuilder callsMax(int calls) {
        callsMax = positive(calls);
        return this;
    }

    /** How long an answer, or an event of a watch, may be. Default 256 MiB. */
    public CausalGridClientBuilder answerBytesMax(int bytes) {
        answerBytesMax = positive(bytes);
        return this;
    }

    /** For tests. */
    CausalGridClientBuilder timing(Timing of) {
        timing = of;
        return this;
    }

    /** For tests. */
    CausalGridClientBuilder random(RandomGenerator of) {
        random = of;
        return this;
    }

    /** The client. It connects with its first call. */
    public CausalGridClient build() {
        var settings = new Settings(
                endpoints,
                deadline,
                attemptTimeout,
                connectTimeout,
                tokenWait,
                backOff,
                breaker,
                watchSilence,
                callsMax,
                answerBytesMax);
        return new CausalGridClient(settings, new RouteTools(backOff, timing, random));
    }

    private static void checkEndpoint(URI endpoint) {
        String scheme = endpoint.getScheme();
        boolean isHttp = "http".equals(scheme) || "https".equals(scheme);
        if (!isHttp || endpoint.getHost() == null || endpoint.getQuery() != null || endpoint.getFragment() != null) {
            throw new IllegalArgumentException("an endpoint is like http://127.0.0.1:5000, not " + endpoint);
        }
    }

    private static Duration positive(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("a time must be positive, not " + time);
        }
        return time;
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a limit must be positive, not " + number);
        }
        return number;
    }
}
