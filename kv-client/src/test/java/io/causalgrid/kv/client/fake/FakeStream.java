package io.causalgrid.kv.client.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of server-sent events that sends what it has, and then ends in some way. */
public final class FakeStream {
    private final List<String> events;

    private FakeStream(List<String> events) {
        this.events = events;
    }

    public static FakeStream of(String... events) {
        return new FakeStream(List.of(events));
    }

    // Events

    public static String ready(String id) {
        return "id: " + id + "\nevent: ready\ndata: {}\n\n";
    }

    public static String change(String id, String key, String value) {
        return """
                id: %s
                event: change
                data: {"version":"node0~1:%s","timestamp":"2026-01-01T00:00:00Z",\
                "changes":[{"key":"%s","contentType":"text/plain","value":"%s"}]}

                """.formatted(id, id, key, value);
    }

    public static String state(String key, String value) {
        return """
                event: state
                data: {"changes":[{"key":"%s","contentType":"text/plain","value":"%s"}]}

                """.formatted(key, value);
    }

    public static String heartbeat(String id) {
        return "id: " + id + "\n: still here\n\n";
    }

    /** {@code slow} or {@code lost}. */
    public static String farewell(String name) {
        return "event: " + name + "\ndata: {\"detail\":\"so it is\"}\n\n";
    }

    // Ends

    /** Breaks the connection, in the midst of that. */
    public FakeSite.Act andBreakIn(String half) {
        var all = new ArrayList<>(events);
        all.add(half);
        return (site, exchange, _) -> {
            var _ = begin(site, exchange, all);
            exchange.close();
        };
    }

    public FakeSite.Act andBreak() {
        return andBreakIn("");
    }

    /** Ends in good order. */
    public FakeSite.Act andEnd() {
        return (site, exchange, _) -> begin(site, exchange, events).close();
    }

    /** Says nothing more until the site is closed. */
    public FakeSite.Act andHang() {
        return (site, exchange, _) -> {
            var _ = begin(site, exchange, events);
            site.closed().await();
        };
    }

    private static OutputStream begin(FakeSite site, HttpExchange exchange, List<String> events) throws IOException {
        exchange.getResponseHeaders().set("Served-By", site.identity());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        for (String event : events) {
            body.write(event.getBytes(StandardCharsets.UTF_8));
        }
        body.flush();
        return body;
    }
}
