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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP client for all calls between processes. It is used directly, not through a REST client, because only here is
 * it plain whether a failed request had been sent: getting a connection and using it are two steps.
 */
@Singleton
public class PeerHttp {
    private static final int STREAM_IDLE_SECONDS = 60;

    private final HttpClient client;
    private final ObjectMapper mapper;
    private final GridConfig.PeerConfig config;

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

    /** Fails with {@link PeerFailure} only. After {@code timeout} without answer the connection is closed. */
    CompletionStage<Reply.Answered> send(URI base, PeerCall call, Duration timeout) {
        RequestOptions options = options(base, call).setIdleTimeout(timeout.toMillis());
        return client.request(options)
                .recover(failure -> Future.failedFuture(notSent(failure)))
                .compose(request -> write(request, call)
                        .compose(response -> response.body().map(body -> answered(response.statusCode(), body)))
                        .recover(failure -> Future.failedFuture(lost(failure))))
                .toCompletionStage();
    }

    /** Opens a stream; whoever gets the response reads it. */
    public Future<HttpClientResponse> open(URI base, String path) {
        return client.request(options(base, PeerCall.get(path)).putHeader("Accept", "text/event-stream"))
                .compose(HttpClientRequest::send);
    }

    @PreDestroy
    void close() {
        var _ = client.close();
    }

    private RequestOptions options(URI base, PeerCall call) {
        var options = new RequestOptions()
                .setAbsoluteURI(base + call.path())
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

    private Reply.Answered answered(int status, Buffer body) {
        JsonNode json;
        try {
            json = body.length() == 0 ? MissingNode.getInstance() : mapper.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            json = MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply.Answered(status, json);
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
