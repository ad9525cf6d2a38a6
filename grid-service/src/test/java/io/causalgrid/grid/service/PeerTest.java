package io.causalgrid.grid.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.causalgrid.grid.service.peer.Reply;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls to a process that treats its connections badly; there is one connection to it. */
@QuarkusTest
@TestProfile(PeerTest.OneConnection.class)
class PeerTest {
    /** Any role will do. */
    public static class OneConnection implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("causalgrid.grid.roles", "substation", "causalgrid.grid.peer.connections", "1");
        }
    }

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final PeerCall REPEATABLE = PeerCall.get("/");
    private static final PeerCall ONCE = new PeerCall(HttpMethod.POST, "/", Map.of(), null, false);

    @Inject
    @Nullable
    GridConfig config;

    @Inject
    @Nullable
    PeerHttp http;

    private final ServerSocket server = listen();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** How many requests a connection gets an answer to; the next one closes it. */
    private volatile int answersEach = Integer.MAX_VALUE;
    /** Answers wait for the gate. */
    private volatile boolean isSlow;

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        gate.countDown();
        server.close();
        threads.shutdownNow(); // clients keep their connections open
    }

    @Test
    void whatCannotBeAnsweredInTimeIsNotSent() {
        Peer peer = peer();

        assertThat(peer.call(REPEATABLE, Duration.ofMillis(1))).isInstanceOf(Reply.NotSent.class);

        assertThat(peer.call(REPEATABLE, LONG)).isInstanceOf(Reply.Answered.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void whatHasWaitedTooLongForAConnectionIsNotSent() throws Exception {
        Peer peer = peer();
        isSlow = true;
        Future<Reply> first = threads.submit(() -> peer.call(REPEATABLE, LONG));
        await().atMost(LONG).until(() -> requests.get() == 1);

        Reply second = peer.call(REPEATABLE, Duration.ofMillis(200));
        gate.countDown();

        assertThat(second).isNotInstanceOf(Reply.Answered.class);
        assertThat(first.get()).isInstanceOf(Reply.Answered.class);
        assertThat(peer.call(REPEATABLE, LONG)).isInstanceOf(Reply.Answered.class);
        assertThat(requests).as("the first and the last").hasValue(2);
    }

    @Test
    void aConnectionThatIsClosedAsItIsTakenUpAgainCostsNothing() {
        answersEach = 1;
        Peer peer = peer();

        for (int i = 0; i < 20; i++) {
            assertThat(peer.call(REPEATABLE, LONG)).isInstanceOf(Reply.Answered.class);
        }
        assertThat(peer.isBreakerOpen()).isFalse();
    }

    @Test
    void whatMustNotBeRepeatedIsLostThen() {
        answersEach = 1;
        Peer peer = peer();
        peer.call(ONCE, LONG);

        assertThat(peer.call(ONCE, LONG)).isInstanceOf(Reply.Lost.class);
        assertThat(requests).hasValue(2);
    }

    @Test
    void whatMayHaveArrivedBeforeTheOtherSideDiedIsNotCalledUnsent() throws IOException {
        answersEach = 0;
        server.setSoTimeout(10_000);
        var _ = threads.submit(() -> {
            try (Socket only = server.accept()) {
                server.close(); // the second try finds nobody
                readRequest(new BufferedReader(new InputStreamReader(only.getInputStream(), StandardCharsets.UTF_8)));
            }
            return true;
        });

        assertThat(new Peer(url(), requireNonNull(http), settings()).call(REPEATABLE, LONG))
                .isInstanceOf(Reply.Lost.class);
    }

    private Peer peer() {
        var _ = threads.submit(() -> {
            while (true) {
                Socket connection = server.accept();
                var _ = threads.submit(() -> serve(connection));
            }
        });
        return new Peer(url(), requireNonNull(http), settings());
    }

    private Peer.Settings settings() {
        return new Peer.Settings(LONG, requireNonNull(config).balancer().breaker(), answer -> answer.status() < 500);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private boolean serve(Socket connection) throws IOException, InterruptedException {
        try (connection) {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            for (int answers = 0; readRequest(in) && answers < answersEach; answers++) {
                if (isSlow && !gate.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody opened the gate");
                }
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    private boolean readRequest(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        if (line != null) {
            requests.incrementAndGet();
        }
        return line != null;
    }
}
