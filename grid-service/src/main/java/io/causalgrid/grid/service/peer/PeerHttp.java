package io.causalgrid.grid.service.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causalgrid.grid.service.config.GridConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP client for all calls between processes. It is used directly, not through a REST client, because only here is
 * it plain whether a failed request had been sent: getting a connection and using it are two steps.
 */
@Singleton
public class PeerHttp {
    private static final int STREAM_IDLE_SECONDS = 60;

    /** The headers of an answer that mean something to whoever asked the one who asks. */
    private static final List<String> PASSED_ON = List.of("Retry-After", "Location");

    /** The connection is given up a little after whoever waits has given up, so that the latter names the cause. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final HttpClient client;
    private final ObjectMapper mapper;
    private final GridConfig.PeerConfig config;
    /** Taken apart once, not for each request; there are as many as processes, each with a few addresses at the most. */
    private final Map<URI, RequestOptions> addresses = new ConcurrentHashMap<>();

    PeerHttp(Vertx vertx, ObjectMapper mapper, GridConfig config) {
        this.mapper = mapper;
        this.config = config.peer();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) this.config.connectTimeout().toMillis())
                        .setMaxWaitQueueSize(this.config.waiting())
                        .setIdleTimeout(STREAM_IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS),
                new PoolOptions().setHttp1MaxSize(this.config.connections()));
    }

    /**
     * Fails with {@link PeerFailure} only. After {@code timeout} without answer the connection is closed. What has waited for
     * a connection for so long that no answer can be expected in time is not sent any more.
     */
    CompletionStage<Reply.Answered> send(URI base, PeerCall call, Duration timeout) {
        long latest = System.nanoTime() + timeout.minus(Peer.SHORTEST).toNanos();
        return client.request(
                        options(base, call).setIdleTimeout(timeout.plus(GRACE).toMillis()))
                .recover(failure -> Future.failedFuture(notSent(failure)))
                .compose(request -> {
                    if (System.nanoTime() - latest > 0) {
                        request.exceptionHandler(_ -> {}); // which would log what is no error
                        request.reset();
                        return Future.failedFuture(new PeerFailure(new Reply.NotSent("no connection in time")));
                    }
                    return write(request, call)
                            .compose(response -> response.body().map(body -> answered(response, body)))
                            .recover(failure -> Future.failedFuture(lost(failure)));
                })
                .toCompletionStage();
    }

    /** Opens a stream; whoever gets the response reads it, and resumes it when ready to: it is paused. */
    public Future<HttpClientResponse> open(URI base, String path) {
        return client.request(options(base, PeerCall.get(path)).putHeader("Accept", "text/event-stream"))
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::pause);
    }

    @PreDestroy
    void close() {
        var _ = client.close();
    }

    private RequestOptions options(URI base, PeerCall call) {
        RequestOptions address =
                addresses.computeIfAbsent(base, one -> new RequestOptions().setAbsoluteURI(one.toString()));
        var options = new RequestOptions(address)
                .setURI(base.getRawPath() + call.path())
                .setMethod(call.method())
                .setConnectTimeout(config.connectTimeout().toMillis());
        call.headers().forEach(options::putHeader);
        return options;
    }

    private static Future<HttpClientResponse> write(HttpClientRequest request, PeerCall call) {
        if (call.json() == null) {
            return request.send();
        }
        return request.putHeader("Content-Type", "application/json").send(call.json());
    }

    private Reply.Answered answered(HttpClientResponse response, Buffer body) {
        JsonNode json;
        try {
            json = body.length() == 0 ? MissingNode.getInstance() : mapper.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            json = MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : PASSED_ON) {
            String value = response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Reply.Answered(response.statusCode(), json, headers);
    }

    private static PeerFailure notSent(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException
                ? new PeerFailure.Busy()
                : new PeerFailure(new Reply.NotSent(String.valueOf(failure.getMessage())));
    }

    private static PeerFailure lost(Throwable failure) {
        return failure instanceof PeerFailure known
                ? known
                : new PeerFailure(new Reply.Lost(false, String.valueOf(failure.getMessage())));
    }
}
