package io.causalgrid.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One client with one connection, and one request at a time: as little as HTTP/1.1 needs, so that the times measured with it
 * are the server's. It reads answers that say how long they are, or come in chunks. One thread only.
 */
public final class HttpConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LENGTH = "content-length";
    private static final String ENCODING = "transfer-encoding";

    private final Socket socket;
    private final InputStream in;
    private final String host;

    /**
     * An answer.
     *
     * @param headers by their names in lower case
     * @param body in UTF-8
     * @param arrivedNanos when its last byte had arrived, by {@link System#nanoTime}
     */
    public record Answer(int status, Map<String, String> headers, String body, long arrivedNanos) {
        /** A header's value. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** This answer, if it has that status. */
        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new LoadException("expected " + wanted + ", got " + status + ": " + body);
            }
            return this;
        }
    }

    private HttpConnection(Socket socket, URI server) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = server.getAuthority();
    }

    /** Connects; the host is an address, not a name. */
    public static HttpConnection to(URI server) {
        try {
            var socket = new Socket(InetAddress.ofLiteral(server.getHost()), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new HttpConnection(socket, server);
        } catch (IOException e) {
            throw new LoadException("no connection to " + server + ": " + e.getMessage(), e);
        }
    }

    /** Asks without a body. */
    public Answer get(String path, Map<String, String> headers) {
        return send("GET", path, headers, "");
    }

    /** Sends a request and waits for its answer. */
    public Answer send(String method, String path, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (!method.equals("GET")) {
            head.append("Content-Length: " + bytes.length + "\r\n");
        }
        try {
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8)); // at once
            return answer();
        } catch (IOException e) {
            throw new LoadException(method + " " + path + " got no answer: " + e.getMessage(), e);
        }
    }

    private Answer answer() throws IOException {
        int status = status(line());
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = status == 204 || status == 304 ? new byte[0] : body(headers);
        long arrivedNanos = System.nanoTime();
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8), arrivedNanos);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault(ENCODING, "").equals("chunked")) {
            return chunks();
        }
        String length = headers.get(LENGTH);
        if (length == null) {
            throw new LoadException("an answer does not say how long it is");
        }
        return bytes(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            body.write(bytes(length));
            var _ = line();
        }
        while (!line().isEmpty()) {
            // trailers, which say nothing that is needed
        }
        return body.toByteArray();
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the server closed the connection");
        }
        return bytes;
    }

    private static int status(String line) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new LoadException("this is no answer: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // nobody waits for anything any more
        }
    }
}
