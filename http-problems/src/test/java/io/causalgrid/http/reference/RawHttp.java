package io.causalgrid.http.reference;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, which no decent client does, to a port of this machine. */
public final class RawHttp {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RawHttp() {}

    /** Sends and reads what comes until the server closes the connection. */
    public static String send(int port, String request) throws IOException {
        return send(port, request, false);
    }

    /**
     * As above.
     *
     * @param breaksOff whether to close this side when everything is sent
     */
    public static String send(int port, String request, boolean breaksOff) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
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
    public static String ask(int port, String method, String target) throws IOException {
        return send(port, method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
}
