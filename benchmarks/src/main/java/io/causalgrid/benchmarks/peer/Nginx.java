package io.causalgrid.benchmarks.peer;

import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * nginx before substations: it gives each request for a charge to the one with the fewest requests under way, and whatever
 * concerns a session to where that is. It keeps as many connections as a gateway does.
 */
public final class Nginx {
    private static final String KEPT = "keepalive 256; keepalive_requests 1000000000;";

    private final URI url;

    private Nginx(URI url) {
        this.url = url;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param substations their addresses by their ids, with which the ids of their sessions begin
     */
    public static Nginx start(Workplace workplace, Map<String, URI> substations) {
        URI url = URI.create("http://127.0.0.1:" + FreePorts.inARow(1));
        Path directory = workplace.directory().resolve("nginx");
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("nginx.conf"), configuration(url.getPort(), substations));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess process = workplace.add(new PeerProcess("nginx", directory));
        process.start(List.of("nginx", "-p", directory + "/", "-c", "nginx.conf", "-e", "stderr"), Map.of());
        process.await(() -> answers(url));
        return new Nginx(url);
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    static String configuration(int port, Map<String, URI> substations) {
        String servers = substations.values().stream()
                .map(server -> "server " + server.getAuthority() + ";")
                .collect(Collectors.joining(" "));
        String single = substations.entrySet().stream()
                .map(one -> "  upstream %s { server %s; %s }"
                        .formatted(one.getKey(), one.getValue().getAuthority(), KEPT))
                .collect(Collectors.joining("\n"));
        String locations = substations.keySet().stream()
                .map(id -> "    location /v1/sessions/%s- { proxy_pass http://%s; }".formatted(id, id))
                .collect(Collectors.joining("\n"));
        String all = "  upstream all { least_conn; " + servers + " " + KEPT + " }\n";
        return """
            daemon off;
            pid nginx.pid;
            error_log stderr warn;
            worker_processes auto;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path bodies;
              proxy_temp_path proxied;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              keepalive_requests 1000000000;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            %s
              server {
                listen 127.0.0.1:%d;
                location / { proxy_pass http://all; }
            %s
              }
            }
            """.formatted(all + single, port, locations);
    }

    private static boolean answers(URI url) {
        try (var connection = HttpConnection.to(url)) {
            return connection.get("/q/health/ready", Map.of()).status() == 200;
        } catch (LoadException _) {
            return false; // it has not come so far
        }
    }
}
