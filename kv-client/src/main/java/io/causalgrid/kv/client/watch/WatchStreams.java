package io.causalgrid.kv.client.watch;

import io.causalgrid.kv.client.error.Problem;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.routing.Answer;
import io.causalgrid.kv.client.routing.Endpoint;
import io.causalgrid.kv.client.routing.Exchange;
import io.causalgrid.kv.client.routing.HttpTransport;
import io.causalgrid.kv.client.routing.Outcome;
import io.causalgrid.kv.client.routing.Route;
import io.causalgrid.kv.client.routing.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens a watch's stream at one endpoint and reads it to its end. Thread-safe. */
public final class WatchStreams {
    private final HttpTransport transport;
    private final Settings settings;

    /** What came of it. */
    sealed interface Result {}

    /** There was a stream, and now there is none. */
    record Streamed(boolean progress) implements Result {}

    /** The endpoint cannot serve it now. */
    record Refused(Duration retryAfter, Set<String> canServe) implements Result {}

    /** The endpoint cannot continue the watch, now or ever. */
    record Gone(Problem problem) implements Result {}

    /** No answer. */
    record Failed() implements Result {}

    public WatchStreams(HttpTransport transport, Settings settings) {
        this.transport = transport;
        this.settings = settings;
    }

    /** Fails if the store will not have such a watch, or talks nonsense, and with what the listener throws. */
    Result open(Route.Ask ask, WatchPoint point) throws InterruptedException {
        boolean judged = false;
        try {
            Duration patience = settings.attemptTimeout().plus(settings.tokenWait());
            Exchange<ByteFeed> exchange =
                    transport.exchange(request(ask.endpoint(), point), _ -> new ByteFeed(), patience);
            judged = true;
            return switch (exchange) {
                case Exchange.Unreached<ByteFeed>(String reason) -> failed(ask, reason);
                case Exchange.Broken<ByteFeed>(String reason) -> failed(ask, reason);
                case Exchange.Late<ByteFeed>(String reason) -> failed(ask, reason);
                case Exchange.Answered<ByteFeed>(HttpResponse<ByteFeed> response) -> {
                    ask.permit().succeeded();
                    ask.endpoint().answered(response.headers().firstValue("Served-By"));
                    yield answered(ask.endpoint(), response, point);
                }
            };
        } finally {
            if (!judged) {
                ask.permit().withdrawn();
            }
        }
    }

    private HttpRequest request(Endpoint endpoint, WatchPoint point) {
        var request = HttpRequest.newBuilder(URI.create(endpoint.uri() + point.path()))
                .header("Accept", "text/event-stream")
                .header("Prefer", "wait=" + settings.tokenWait().toSeconds());
        point.token().ifPresent(token -> request.header("Last-Event-ID", token));
        return request.build();
    }

    private static Failed failed(Route.Ask ask, String reason) {
        ask.failed(reason);
        return new Failed();
    }

    private Result answered(Endpoint endpoint, HttpResponse<ByteFeed> response, WatchPoint point)
            throws InterruptedException {
        try (ByteFeed feed = response.body()) {
            if (response.statusCode() == 200) {
                checkIsStream(response);
                return stream(endpoint, feed, point);
            }
            return refused(new Answer(response, whole(feed)));
        } catch (IOException e) {
            endpoint.failed(String.valueOf(e.getMessage()));
            return new Failed();
        }
    }

    private static void checkIsStream(HttpResponse<?> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            throw new UnexpectedAnswerException(response.uri() + " answers with " + type + ", not with events", null);
        }
    }

    private Streamed stream(Endpoint endpoint, ByteFeed feed, WatchPoint point) throws InterruptedException {
        var reading = new Reading(point);
        var parser = new SseParser(settings.answerBytesMax(), reading::take);
        try {
            point.streamBegins();
            Optional<List<ByteBuffer>> bytes = feed.next(settings.watchSilence());
            while (bytes.isPresent()) {
                bytes.get().forEach(parser::feed);
                bytes = reading.over ? Optional.empty() : feed.next(settings.watchSilence());
            }
        } catch (IOException e) {
            endpoint.failed(String.valueOf(e.getMessage()));
        }
        return new Streamed(reading.progress);
    }

    private static Result refused(Answer answer) {
        return switch (Outcome.of(answer)) {
            case Outcome.NotHere(String _, Duration retryAfter, Set<String> canServe) ->
                new Refused(retryAfter, canServe);
            case Outcome.Settled(Answer settled) -> {
                if (settled.status() == 410) {
                    yield new Gone(settled.problem());
                }
                throw settled.refusal();
            }
            case Outcome.StillAtIt _, Outcome.Unreached _, Outcome.Unknown _ -> new Failed();
        };
    }

    private byte[] whole(ByteFeed feed) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        Optional<List<ByteBuffer>> bytes = feed.next(settings.attemptTimeout());
        while (bytes.isPresent()) {
            for (ByteBuffer buffer : bytes.get()) {
                byte[] copy = new byte[buffer.remaining()];
                buffer.get(copy);
                all.writeBytes(copy);
            }
            if (all.size() > settings.answerBytesMax()) {
                throw new IOException("the answer has more than " + settings.answerBytesMax() + " bytes");
            }
            bytes = feed.next(settings.attemptTimeout());
        }
        return all.toByteArray();
    }

    /** What has been read of one stream. */
    private static final class Reading {
        private final WatchPoint point;
        private boolean progress;
        private boolean over;

        private Reading(WatchPoint point) {
            this.point = point;
        }

        private void take(SseEvent event) {
            switch (point.take(event)) {
                case PROGRESS -> progress = true;
                case NONE -> {}
                case END -> over = true;
            }
        }
    }
}
