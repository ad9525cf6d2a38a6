package io.causalgrid.http.edge;

import io.causalgrid.http.problems.Problems;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers requests that are not HTTP as this service wants it, and closes the connection: where the next begins, nobody knows. */
final class MalformedRequests {
    private MalformedRequests() {}

    static void answer(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Throwable cause = request.decoderResult().cause();
        switch (cause) {
            case TooLongHttpLineException _ -> answer(request, 414, "The request target is too long.");
            case TooLongHttpHeaderException _ -> answer(request, 431, "The request's headers are too large.");
            case MalformedRequestException malformed -> answer(request, 400, malformed.detail());
            default -> answer(request, 400, "The request line or a header is malformed.");
        }
    }

    private static void answer(HttpServerRequest request, int status, String detail) {
        Problems.answer(request.response(), Problems.untyped(status, detail));
    }
}
