package io.causalgrid.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NginxTest {
    @Test
    void chargesGoToTheLeastBusyAndSessionsToWhereTheyAre() {
        String configuration = Nginx.configuration(
                20_000,
                new TreeMap<>(Map.of(
                        "substation1", URI.create("http://127.0.0.1:7001"),
                        "substation2", URI.create("http://127.0.0.1:7002"))));

        assertThat(configuration)
                .contains("listen 127.0.0.1:20000;")
                .contains("upstream all { least_conn; server 127.0.0.1:7001; server 127.0.0.1:7002; keepalive 256;")
                .contains("location /v1/sessions/substation2- { proxy_pass http://substation2; }")
                .contains("upstream substation2 { server 127.0.0.1:7002; keepalive 256;");
    }
}
