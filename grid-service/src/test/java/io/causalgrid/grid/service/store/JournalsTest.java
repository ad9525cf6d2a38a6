package io.causalgrid.grid.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        String frozen = replica("a~1", thawed);
        String well = replica("b~1", new CountDownLatch(0));
        GridConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(GridConfig.class)
                .withDefaultValue("causalgrid.grid.store.replicas", frozen + "," + well)
                .withDefaultValue("causalgrid.grid.store.timeout", "3s")
                .build()
                .getConfigMapping(GridConfig.class);
        var registry = new SimpleMeterRegistry();
        var journals = new Journals(config, registry);
        try {
            JournalStore store = journals.store();

            Optional<String> version = store.write(new Batch().put(Key.of("k"), Value.text("v")), "id-1", 2);

            assertThat(version).contains("b:1");
            assertThat(registry.get("grid.journal.stored.keys").counter().count())
                    .isEqualTo(1);
        } finally {
            journals.close();
        }
    }

    /** One that says who it is, and takes batches as soon as the gate is open. */
    private String replica(String name, CountDownLatch gate) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        made.createContext("/v1/cluster/members", exchange -> answer(exchange, name, "{\"members\":[]}"));
        made.createContext("/v1/batch/write", exchange -> {
            exchange.getRequestBody().readAllBytes();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer(exchange, name, "{\"version\":\"" + name.charAt(0) + ":1\"}");
        });
        made.start();
        replicas.add(made);
        return "http://127.0.0.1:" + made.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String name, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Served-By", name);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Causality-Token", "t");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
