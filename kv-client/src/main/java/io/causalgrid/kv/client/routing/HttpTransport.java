package io.causalgrid.kv.client.routing;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests over connections of its own. */
public final class HttpTransport implements AutoCloseable {
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    public HttpTransport(Duration connectTimeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
    }

    /**
     * Sends a request and waits for its answer, as much of it as the handler wants to have at once. The time counts for the
     * whole; the timeout of {@link HttpRequest} would end with the headers.
     */
    public <T> Exchange<T> exchange(HttpRequest request, BodyHandler<T> handler, Duration timeout)
            throws InterruptedException {
        return await(http.sendAsync(request, handler), timeout);
    }

    private static <T> Exchange<T> await(CompletableFuture<HttpResponse<T>> response, Duration timeout)
            throws InterruptedException {
        try {
            return new Exchange.Answered<>(response.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            response.cancel(true);
            return new Exchange.Late<>("no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static <T> Exchange<T> failure(Throwable cause) {
        String text = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new Exchange.Unreached<>(
                        "cannot be reached (" + cause.getClass().getSimpleName() + text + ")")
                : new Exchange.Broken<>("no answer (" + cause.getClass().getSimpleName() + text + ")");
    }

    /** Ends what is under way, and waits until its threads have gone. */
    @Override
    public void close() {
        http.shutdownNow();
        try {
            var _ = http.awaitTermination(PATIENCE_AT_CLOSE);
            threads.shutdown();
            var _ = threads.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }
}
