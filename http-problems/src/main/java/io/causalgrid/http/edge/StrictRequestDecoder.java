package io.causalgrid.http.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as Vert.x' own does, and refuses what that lets through though it is not to be trusted: a target that is
 * malformed, a host that is not one, and a body of which it is not certain where it ends (RFC 9112, 6.1).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Is asked when the head is whole and nothing of the body is read; what is thrown here makes the request an invalid one. */
    @Override
    protected boolean isContentAlwaysEmpty(@Nullable HttpMessage message) {
        if (message instanceof HttpRequest request) {
            check(request);
        }
        return super.isContentAlwaysEmpty(message);
    }

    /** Stands for a request whose first line could not be read; the answer has the version of it. */
    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER);
    }

    private static void check(HttpRequest request) {
        refuse(RequestTarget.malformed(request.uri()));
        refuse(RequestHost.malformed(request));
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            checkFraming(request);
        }
    }

    private static void refuse(@Nullable String malformed) {
        if (malformed != null) {
            throw new MalformedRequestException(malformed);
        }
    }

    private static void checkFraming(HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw new MalformedRequestException("The request has both a Content-Length and a Transfer-Encoding.");
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean isChunked = codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.getFirst().trim());
        if (!isChunked || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
            throw new MalformedRequestException(
                    "A body can be sent in chunks over HTTP/1.1, and with no other transfer coding.");
        }
    }
}
