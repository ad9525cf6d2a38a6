package io.causalgrid.grid.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the journal in the store gets along with replicas. */
class JournalsTest {
    private final List<HttpServer> replicas = new ArrayList<>();
    private final CountDownLatch thawed = new CountDownLatch(1);

    @AfterEach
    void stop() {
        thawed.countDown();
        replicas.forEach(replica -> replica.stop(0));
    }

    @Test
    void aBatchThatOneReplicaSitsOnIsTakenByAnotherInTheSameCall() throws IOException {
        String frozen = replica("a~1", exchange -> {
            thawed.await();
            answer(exchange, 200, "a~1", "t");
        });
        String well = replica("b~1", exchange -> answer(exchange, 200, "b~1", "t"));
        var registry = new SimpleMeterRegistry();
        var journals = new Journals(config(frozen, well), registry);
        try {
            assertThat(write(journals.store(), "id-1").version()).contains("b:1");
            assertThat(registry.get("grid.journal.stored.keys").counter().count())
                    .isEqualTo(1);
        } finally {
            journals.close();
        }
    }

    /** What such a replica has, nobody else may ever have seen. */
    @Test
    void aBatchThatAReplicaHasAloneIsGivenToAnotherThatNeedNotHaveSeenIt() throws IOException {
        List<String> tokens = new CopyOnWriteArrayList<>();
        String cutOff = replica("a~1", exchange -> answer(exchange, 202, "a~1", "alone"));
        String well = replica("b~1", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Causality-Token")));
            answer(exchange, 200, "b~1", "safe");
        });
        var journals = new Journals(config(cutOff, well), new SimpleMeterRegistry());
        try {
            JournalStore store = journals.store();

            assertThat(write(store, "id-1").enoughReplicas()).isFalse();
            assertThat(write(store, "id-1").version()).contains("b:1");
            assertThat(write(store, "id-2").version()).contains("b:1");
            assertThat(tokens).containsExactly("null", "safe");
        } finally {
            journals.close();
        }
    }

    private static Receipt write(JournalStore store, String id) {
        return store.write(new Batch().put(Key.of("k"), Value.text("v")), id, 2);
    }

    private static GridConfig config(String... replicas) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(GridConfig.class)
                .withDefaultValue("causalgrid.grid.store.replicas", String.join(",", replicas))
                .withDefaultValue("causalgrid.grid.store.timeout", "3s")
                .build()
                .getConfigMapping(GridConfig.class);
    }

    private interface Taking {
        void take(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** One that says who it is, and takes batches in some way. */
    private String replica(String name, Taking taking) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        made.createContext("/v1/cluster/members", exchange -> answer(exchange, 200, name, "t"));
        made.createContext("/v1/batch/write", exchange -> {
            exchange.getRequestBody().readAllBytes();
            try {
                taking.take(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        made.start();
        replicas.add(made);
        return "http://127.0.0.1:" + made.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String name, String token) throws IOException {
        String json = "{\"members\":[],\"version\":\"" + name.charAt(0) + ":1\"}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Served-By", name);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Causality-Token", token);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
