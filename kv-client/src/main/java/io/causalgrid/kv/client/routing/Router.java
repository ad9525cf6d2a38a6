package io.causalgrid.kv.client.routing;

import io.causalgrid.kv.client.error.DeadlineExceededException;
import io.causalgrid.kv.client.error.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings requests to the endpoints, a limited number at a time, and answers back. Thread-safe. */
public final class Router {
    /** Each time that it is over costs one write that has to be made again. */
    private static final Duration ISOLATION = Duration.ofSeconds(30);

    private final Settings settings;
    private final RouteTools tools;
    private final RequestIds ids;
    private final List<Endpoint> endpoints;
    private final Attempts attempts;
    private final Semaphore slots;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Router(Settings settings, RouteTools tools, HttpTransport transport) {
        this.settings = settings;
        this.tools = tools;
        this.ids = new RequestIds(tools.random());
        this.endpoints = settings.endpoints().stream()
                .map(uri -> new Endpoint(uri, new CircuitBreaker(settings.breaker(), tools.timing())))
                .toList();
        this.attempts = new Attempts(transport, settings);
        this.slots = new Semaphore(settings.callsMax(), true);
    }

    /** A deadline for a call that begins now. */
    public Deadline newDeadline() {
        return Deadline.in(settings.deadline(), tools.timing());
    }

    /** Blocks until there is an answer, be it a refusal, or none to be had. */
    public Answer run(Request request, @Nullable String token, Deadline deadline) throws InterruptedException {
        if (!slots.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new DeadlineExceededException(
                    "The time for the call is over: this client has too many calls under way", List.of());
        }
        try {
            return new Execution(this, request, token, deadline).run();
        } finally {
            slots.release();
        }
    }

    /** In the order of preference. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** A way through the endpoints. */
    public Route newRoute() {
        return new Route(endpoints, tools);
    }

    /** Waits that long, or until it is closed. */
    public void pause(Duration time) throws InterruptedException {
        tools.timing().pause(time, closed);
    }

    /** A random part of the first pause between rounds, for those who begin anew. */
    public void shortPause() throws InterruptedException {
        pause(tools.backOff().pause(0, tools.random()));
    }

    /** What is under way ends; nothing new begins. */
    public void close() {
        closed.countDown();
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Fails if it is closed. */
    public void checkOpen() {
        if (isClosed()) {
            throw new UnavailableException("The client is closed", List.of());
        }
    }

    /** For how long an endpoint that may be cut off from the others is asked after them. */
    Deadline isolation() {
        return Deadline.in(ISOLATION, tools.timing());
    }

    Attempts attempts() {
        return attempts;
    }

    String newRequestId() {
        return ids.next();
    }
}
