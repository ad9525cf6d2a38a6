package io.causalgrid.kv.service.api;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, which no decent client does. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RawHttp() {}

    /** Sends and reads what comes until the server closes the connection. */
    static String send(String request) throws IOException {
        return send(request, false);
    }

    /**
     * As above.
     *
     * @param breaksOff whether to close this side when everything is sent
     */
    static String send(String request, boolean breaksOff) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (breaksOff) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Asks without a body, as the last thing on its connection. */
    static String ask(String method, String target) throws IOException {
        return send(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
}
