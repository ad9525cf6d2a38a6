package io.causalgrid.cli.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A gateway that sends each vehicle to the substation with the fewest sessions, or always to the first; all in one. */
public final class FakeGrid implements AutoCloseable {

    private static final double SESSION_KW = 5.0;

    private final List<HttpServer> substations = new ArrayList<>();
    private final HttpServer gateway;
    private final int[] sessions;
    private volatile boolean alwaysTheFirst;
    /** How often the gateway still says that it has not heard of the second substation and later ones. */
    private int looksTooEarly;

    public FakeGrid(int... sessions) throws IOException {
        this.sessions = sessions.clone();
        for (int index = 0; index < sessions.length; index++) {
            int substation = index;
            HttpServer server = server();
            server.createContext(
                    "/v1/substations", exchange -> answer(exchange, 200, "[" + load(substation, "up") + "]"));
            server.start();
            substations.add(server);
        }
        gateway = server();
        gateway.createContext("/charge", exchange -> answer(exchange, 200, charge()));
        gateway.createContext("/v1/substations", exchange -> answer(exchange, 200, loads()));
        gateway.start();
    }

    /** From now on the load is not looked at. */
    public void sendAllToTheFirst() {
        alwaysTheFirst = true;
    }

    /** The next so many looks at the gateway come before it has heard of any substation but the first. */
    public synchronized void hearOfOthersAfter(int looks) {
        looksTooEarly = looks;
    }

    public URI gateway() {
        return url(gateway);
    }

    @Override
    public void close() {
        substations.forEach(server -> server.stop(0));
        gateway.stop(0);
    }

    private synchronized String charge() {
        int chosen = 0;
        for (int index = 1; index < sessions.length && !alwaysTheFirst; index++) {
            chosen = sessions[index] < sessions[chosen] ? index : chosen;
        }
        sessions[chosen]++;
        return "{\"routed_to\":\"%s\",\"result\":{\"status\":\"charging\",\"current_load\":%d}}"
                .formatted(url(substations.get(chosen)), sessions[chosen]);
    }

    private synchronized String loads() {
        boolean isEarly = looksTooEarly > 0;
        looksTooEarly -= isEarly ? 1 : 0;
        return IntStream.range(0, sessions.length)
                .mapToObj(index -> load(index, isEarly && index > 0 ? "down" : "up"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private synchronized String load(int index, String state) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"substation%d\",\"url\":\"%s\",\"state\":\"%s\",\"limitKw\":250,\"powerKw\":0,"
                        + "\"committedKw\":%.1f,\"activeSessions\":%d,\"connectors\":200,\"queueLength\":0}",
                index + 1,
                url(substations.get(index)),
                state,
                sessions[index] * SESSION_KW,
                sessions[index]);
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
