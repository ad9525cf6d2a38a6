package io.causalgrid.systemtests.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedMetricsTest {

    private static final String SAMPLE = """
            # HELP kv_buffer_depth Writes that wait for a cause
            # TYPE kv_buffer_depth gauge
            kv_buffer_depth{site="node0"} 0.0
            # TYPE kv_write_seconds histogram
            kv_write_seconds_bucket{site="node0",le="0.1"} 7
            kv_write_seconds_count{site="node0"} 7.0
            process_cpu_usage 0.25 1700000000000

            """;

    @Test
    void readsTheNamesOfSamplesAndNotOfComments() {
        assertThat(ServedMetrics.parse(SAMPLE).names())
                .containsExactlyInAnyOrder(
                        "kv_buffer_depth", "kv_write_seconds_bucket", "kv_write_seconds_count", "process_cpu_usage");
    }

    @Test
    void namesWhatNobodyServes() {
        var served = ServedMetrics.parse(SAMPLE);

        assertThat(served.missing(List.of("kv_write_seconds_sum", "kv_buffer_depth", "grid_typo")))
                .containsExactly("grid_typo", "kv_write_seconds_sum");
    }

    @Test
    void scrapesSeveralServicesIntoOne() throws IOException {
        var first = serve(200, "a 1\n");
        var second = serve(200, "b{x=\"y\"} 1\n");
        try {
            assertThat(ServedMetrics.scrape(List.of(url(first), url(second))).names())
                    .containsExactlyInAnyOrder("a", "b");
        } finally {
            first.stop(0);
            second.stop(0);
        }
    }

    @Test
    void aServiceWithoutMetricsIsAFailure() throws IOException {
        var server = serve(404, "");
        try {
            assertThatThrownBy(() -> ServedMetrics.scrape(List.of(url(server))))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("answered 404");
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve(int status, String body) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            try (exchange) {
                var bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    }
}
