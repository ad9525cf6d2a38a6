package io.causalgrid.grid.service.gateway;

import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.events.EventHub;
import io.causalgrid.grid.service.events.GridEvent;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Follows each substation's events and hands them to the gateway's own clients: one connection a substation, however
 * many clients there are. A broken one is opened again, as is one to an address that the substation has left; what happened
 * meanwhile is not made up for, but the first event after it carries the present state.
 */
@Singleton
class SubstationRelays {
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final int LINE_BYTES_MAX = 1 << 20;
    private static final String DATA = "data:";
    private static final String EVENT = "event:";

    private final PeerHttp http;
    private final EventHub hub;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();

    SubstationRelays(PeerHttp http, GridConfig config) {
        this.http = http;
        this.hub = new EventHub(config.events());
    }

    EventHub hub() {
        return hub;
    }

    /** Called by one thread, with all substations there are, each with its owner's address. */
    void follow(Map<String, URI> substations) {
        substations.forEach((id, url) ->
                followers.computeIfAbsent(id, _ -> new Follower(id, url)).moveTo(url));
    }

    void stop() {
        followers.values().forEach(Follower::stop);
    }

    /** Follows one substation, wherever it goes. */
    private final class Follower {
        private final String id;
        private final Thread worker;
        private volatile URI url;
        private volatile CompletableFuture<Void> ended = new CompletableFuture<>();

        Follower(String id, URI url) {
            this.id = id;
            this.url = url;
            this.worker = Thread.ofVirtual().name("follow " + id).start(this::followForEver);
        }

        void moveTo(URI next) {
            if (!next.equals(url)) {
                url = next;
                ended.complete(null);
            }
        }

        void stop() {
            worker.interrupt();
        }

        private void followForEver() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    var end = new CompletableFuture<Void>();
                    ended = end; // before the address is read, so that a move after that ends this stream
                    http.open(url, "/internal/v1/events")
                            .onSuccess(response -> read(response, end))
                            .onFailure(_ -> end.complete(null));
                    var _ = end.handle((_, _) -> true).get();
                    Thread.sleep(RECONNECT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the process stops
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // cannot be: the failure has been handled
            }
        }

        private void read(HttpClientResponse response, CompletableFuture<Void> end) {
            var lines = new Lines(id);
            RecordParser parser = RecordParser.newDelimited("\n", lines::line).maxRecordSize(LINE_BYTES_MAX);
            parser.exceptionHandler(_ -> response.request().reset());
            response.handler(parser).exceptionHandler(_ -> end.complete(null)).endHandler(_ -> end.complete(null));
            response.resume();
            var _ = end.thenRun(() -> response.request().reset()); // harmless if it is over already
        }
    }

    /** Puts the lines of a stream together to events (WHATWG HTML, 9.2.6). */
    private final class Lines {
        private final String subject;
        private String type = "";
        private final StringBuilder data = new StringBuilder();

        Lines(String subject) {
            this.subject = subject;
        }

        void line(Buffer buffer) {
            String line = buffer.toString();
            if (line.startsWith(EVENT)) {
                type = line.substring(EVENT.length()).strip();
            } else if (line.startsWith(DATA)) {
                data.append(line.substring(DATA.length()).strip());
            } else if (line.isBlank() && !data.isEmpty()) {
                hub.publish(new GridEvent(type, subject, data.toString()));
                type = "";
                data.setLength(0);
            }
        }
    }
}
