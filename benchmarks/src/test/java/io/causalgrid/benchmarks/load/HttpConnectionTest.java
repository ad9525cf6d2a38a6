package io.causalgrid.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.causalgrid.benchmarks.load.HttpConnection.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private HttpServer server;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .set(
                            "Seen",
                            exchange.getRequestMethod() + " "
                                    + exchange.getRequestHeaders().getFirst("Prefer"));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/empty", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/chunks", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("some ".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.getResponseBody().write("and more".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void requestsFollowEachOtherOnOneConnection() {
        try (var connection = HttpConnection.to(url)) {
            Answer first = connection.send("PUT", "/echo", Map.of("Prefer", "wait=1"), "große Worte");
            Answer empty = connection.send("PUT", "/empty", Map.of(), "x").expect(204);
            Answer last = connection.send("POST", "/echo", Map.of("Prefer", "wait=2"), "more");

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.body()).isEqualTo("große Worte");
            assertThat(first.header("seen")).contains("PUT wait=1");
            assertThat(empty.body()).isEmpty();
            assertThat(last.body()).isEqualTo("more");
            assertThat(last.arrivedNanos()).isGreaterThanOrEqualTo(first.arrivedNanos());
        }
    }

    @Test
    void anotherStatusThanExpectedIsRefused() {
        try (var connection = HttpConnection.to(url)) {
            assertThatExceptionOfType(LoadException.class)
                    .isThrownBy(() -> connection.get("/nowhere", Map.of()).expect(200))
                    .withMessageContaining("404");
        }
    }

    @Test
    void anAnswerMayComeInChunks() {
        try (var connection = HttpConnection.to(url)) {
            assertThat(connection.get("/chunks", Map.of()).body()).isEqualTo("some and more");
            assertThat(connection.get("/chunks", Map.of()).body()).isEqualTo("some and more");
        }
    }

    @Test
    void anAnswerThatDoesNotSayHowLongItIsIsRefused() throws IOException {
        try (var old = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var connection = HttpConnection.to(URI.create("http://127.0.0.1:" + old.getLocalPort()));
                var accepted = old.accept()) {
            accepted.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nsome".getBytes(StandardCharsets.UTF_8));

            assertThatExceptionOfType(LoadException.class)
                    .isThrownBy(() -> connection.get("/", Map.of()))
                    .withMessageContaining("how long");
        }
    }

    @Test
    void whereNobodyListensThereIsNoConnection() {
        server.stop(0);

        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> HttpConnection.to(url));
    }
}
