package io.causalgrid.kv.client.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A replica that does what its script says, request by request, and behaves like a replica when the script is at its end.
 * Questions for the members are always answered and are not counted, unless the site is nameless.
 */
public final class FakeSite implements AutoCloseable {
    private final String name;
    private final FakeStore store;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Act> script = new ConcurrentLinkedQueue<>();
    private final Queue<Incoming> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Act> always = Optional.empty();
    private volatile boolean nameless;
    private volatile String incarnation = "1";
    private volatile String members = "{\"members\":[]}";

    /** What to do with a request. */
    public interface Act {
        void play(FakeSite site, HttpExchange exchange, Incoming request) throws IOException, InterruptedException;
    }

    public FakeSite(String name) {
        this.name = name;
        this.store = new FakeStore(name);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    // Acts

    /** Answers thus, with the site's token, and does nothing. */
    public static Act answer(Reply reply) {
        return (site, exchange, _) -> site.send(exchange, reply);
    }

    /** Behaves. */
    public static Act behave() {
        return (site, exchange, request) -> site.send(exchange, site.behaviour(request));
    }

    /** Does what is asked, breaks the connection and loses its disk. */
    public static Act doAndLoseAll(String nextIncarnation) {
        return (site, exchange, request) -> {
            var _ = site.behaviour(request);
            var _ = site.comesBackAs(nextIncarnation);
            exchange.close();
        };
    }

    /** Breaks the connection and does nothing. */
    public static Act drop() {
        return (_, exchange, _) -> exchange.close();
    }

    /** Does what is asked, and breaks the connection. */
    public static Act doAndDrop() {
        return (site, exchange, request) -> {
            var _ = site.behaviour(request);
            exchange.close();
        };
    }

    /** Does what is asked, and says nothing until the site is closed. */
    public static Act doAndHang() {
        return (site, exchange, request) -> {
            var _ = site.behaviour(request);
            site.closed.await();
            exchange.close();
        };
    }

    /** Does what is asked once the latch opens. */
    public static Act waitFor(CountDownLatch latch) {
        return (site, exchange, request) -> {
            latch.await();
            site.send(exchange, site.behaviour(request));
        };
    }

    // The script

    /** For the next requests, in order. */
    public FakeSite then(Act... acts) {
        script.addAll(List.of(acts));
        return this;
    }

    /** For all requests that the script says nothing of. */
    public FakeSite always(Act act) {
        always = Optional.of(act);
        return this;
    }

    /** From now on it does not say its name. */
    public FakeSite nameless() {
        nameless = true;
        return this;
    }

    /** From now on it has lost its disk: it has the other incarnation, and knows of no write. */
    public FakeSite comesBackAs(String other) {
        incarnation = other;
        store.lose();
        return this;
    }

    /** From now on those are its members, in JSON. */
    public void members(String document) {
        members = document;
    }

    /** Takes over all that the other site has. */
    public void replicateFrom(FakeSite other) {
        store.takeFrom(other.store);
    }

    // What became of it

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String name() {
        return name;
    }

    /** What it says of itself. */
    public String identity() {
        return name + "~" + incarnation;
    }

    public String token() {
        return store.token();
    }

    /** How many writes it has done. */
    public int applied() {
        return store.applied();
    }

    /** The ids of the writes that it has answered. */
    public List<String> ids() {
        return List.copyOf(store.ids());
    }

    /** What was asked, but for the members. */
    public List<Incoming> heard() {
        return List.copyOf(heard);
    }

    /** Opens when the site is closed, for acts that wait. */
    public CountDownLatch closed() {
        return closed;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Of no process: connecting is refused. */
    public static URI nowhere() {
        try (var site = new FakeSite("nowhere")) {
            return site.uri();
        }
    }

    public static URI[] uris(FakeSite... sites) {
        return Arrays.stream(sites).map(FakeSite::uri).toArray(URI[]::new);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Incoming request = Incoming.of(exchange);
            if (request.isAboutMembers()) {
                send(exchange, Reply.json(members));
                return;
            }
            heard.add(request);
            Act act = script.poll();
            (act == null ? always.orElseGet(FakeSite::behave) : act).play(this, exchange, request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the site is closed
        }
    }

    private Reply behaviour(Incoming request) {
        boolean behind = request.header("Causality-Token")
                .filter(token -> !store.covers(token))
                .isPresent();
        return behind
                ? Reply.problem(503, "behind-token").header("Retry-After", "1")
                : store.handle(request, identity());
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Causality-Token", store.token());
        if (!nameless) {
            exchange.getResponseHeaders().set("Served-By", identity());
        }
        reply.send(exchange);
    }
}
