package io.causalgrid.http.edge;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the service, as opposed to others that a process may open. */
@Singleton
class ServiceServer implements HttpServerOptionsCustomizer {
    private volatile @Nullable HttpServerOptions options;

    /** No client of ours speaks HTTP/2 without TLS, and what is not spoken need not be guarded. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
        this.options = options;
    }

    /** Its options, if that is the socket of it that is being set up. */
    static Optional<HttpServerOptions> optionsOf(NetServerOptions socket) {
        ArcContainer container = Arc.container();
        return Optional.ofNullable(container)
                .map(running -> running.instance(ServiceServer.class).get())
                .map(server -> server.options)
                .filter(http ->
                        http.getPort() == socket.getPort() && http.getHost().equals(socket.getHost()));
    }
}
