package io.causalgrid.http.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Sets up the connections of the service's HTTP server: they read requests strictly, and answer malformed ones with a problem.
 * Quarkus makes the server and hands nobody a place where that could be asked of it (ADR 0048), so it is done where Vert.x
 * configures the socket.
 */
public final class StrictServers implements VertxServiceProvider {
    private static final String DECODER = "httpDecoder"; // Vert.x' names
    private static final String HANDLER = "handler";

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new Transport());
    }

    private static final class Transport extends JDKTransport {
        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(options, domainSocket, bootstrap);
            ServiceServer.optionsOf(options).ifPresent(http -> {
                ChannelHandler usual = bootstrap.config().childHandler();
                bootstrap.childHandler(new Connections(usual, http));
            });
        }
    }

    /** What the connections of one server are given. */
    private static final class Connections extends ChannelInitializer<Channel> {
        private final ChannelHandler usual;
        private final HttpServerOptions options;

        Connections(ChannelHandler usual, HttpServerOptions options) {
            this.usual = usual;
            this.options = options;
        }

        @Override
        protected void initChannel(Channel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(usual); // which sets everything else up at once
            if (pipeline.get(HANDLER) instanceof VertxHandler<?> handler
                    && handler.getConnection() instanceof HttpServerConnection connection) {
                pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options));
                connection.invalidRequestHandler(MalformedRequests::answer);
            }
        }
    }
}
