package io.causalgrid.cli.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * A process in the place of any of our services: listens where it is told to, says it is ready, and answers as a fresh
 * replica that forgets its writes. The system property {@code standin.mode} makes it misbehave, or ({@code outside}) wait
 * to be admitted to the cluster.
 *
 * <p>It has a class file of its own only (no lambdas' helpers, no inner classes), because that is all its jar contains.
 */
public final class StandIn {

    private StandIn() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String mode = System.getProperty("standin.mode", "good");
        Files.writeString(Path.of("starts"), "one more\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (mode.equals("dies")) {
            System.err.println("I cannot go on like this");
            System.exit(3);
        }
        boolean deaf = mode.equals("deaf");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(deaf)));
        int port = Integer.getInteger("quarkus.http.port", 0);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        boolean outside = mode.equals("outside");
        boolean ready = !outside && !mode.equals("never-ready");
        server.createContext("/q/health/ready", exchange -> answer(exchange, ready ? 200 : 503, "{}"));
        server.createContext(
                "/status", exchange -> answer(exchange, 200, "{\"store\":{},\"vector_clock\":[0,0,0],\"buffer\":[]}"));
        server.createContext(
                "/write", exchange -> answer(exchange, 200, "{\"status\":\"written\",\"vector_clock\":[0,0,0]}"));
        String cluster = "{\"clusterId\":\"causalgrid\",\"site\":\"" + System.getProperty("causalgrid.kv.site")
                + "\",\"incarnation\":\"1\",\"state\":\"" + (outside ? "not-a-member" : "ready") + "\",\"members\":[]}";
        server.createContext("/v1/cluster", exchange -> answer(exchange, 200, cluster));
        server.start();
        System.out.println("listening, secret of length "
                + String.valueOf(System.getenv("CAUSALGRID_KV_CLUSTER_SECRET")).length());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void sayGoodbye(boolean deaf) {
        System.out.println("goodbye");
        if (deaf) {
            try {
                new CountDownLatch(1).await(); // a shutdown that never ends
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
