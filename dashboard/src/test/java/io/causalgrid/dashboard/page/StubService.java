package io.causalgrid.dashboard.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A service that answers what a test tells it to, streams what a test pushes, and can die and return at one port. */
final class StubService {
    /** What a request is answered; {@code type} is the media type. */
    record Reply(int status, String type, String body) {
        static Reply json(String body) {
            return new Reply(200, "application/json", body);
        }

        static Reply problem(int status, String title, String detail) {
            String body = "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}".formatted(title, status, detail);
            return new Reply(status, "application/problem+json", body);
        }
    }

    /** A request as it arrived, such as {@code POST /write {"key":"x"}}. */
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final String streamPath;
    private volatile String greeting = "";
    private @Nullable HttpServer server;
    private int port;

    StubService(String streamPath) {
        this.streamPath = streamPath;
    }

    StubService start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        return this;
    }

    void stop() {
        if (server != null) {
            server.stop(0);
        }
        streams.clear();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    List<String> requests() {
        return requests;
    }

    /** What to answer to a method and path, such as {@code POST /write}. */
    void reply(String request, Reply reply) {
        replies.put(request, reply);
    }

    /** Sends an event to all who listen, and to all who come later as their first. */
    void greet(String event) {
        greeting = event;
        push(event);
    }

    void push(String event) {
        for (OutputStream stream : streams) {
            send(stream, event);
        }
    }

    private void send(OutputStream stream, String event) {
        try {
            stream.write(("event: any\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            streams.remove(stream);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        if (request.equals("GET " + streamPath)) {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            if (!greeting.isEmpty()) {
                send(exchange.getResponseBody(), greeting);
            }
            streams.add(exchange.getResponseBody());
            return;
        }
        requests.add((request + " " + body).strip());
        Reply reply = replies.getOrDefault(request, Reply.problem(404, "Not Found", "no stub for " + request));
        exchange.getResponseHeaders().add("Content-Type", reply.type());
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
