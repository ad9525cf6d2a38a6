package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.service.config.KvConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The asking end of a snapshot: blocks its thread, and so receives as fast as the disk takes it. One call at a time. */
@Singleton
class SnapshotClient {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;
    private static final int PROBLEM_BYTES_MAX = 8 * 1024;

    private final PeerProof proof;
    private final Duration connectTimeout;
    private final Duration silenceTimeout;
    private final InstantSource clock;
    private final HttpClient http;
    private final Vertx vertx;
    private final long checks;
    private volatile @Nullable InputStream body;
    private volatile Instant heardAt = Instant.MAX;

    SnapshotClient(PeerProof proof, KvConfig config, Vertx vertx, InstantSource clock) {
        this.proof = proof;
        this.connectTimeout = config.replication().connectTimeout();
        this.silenceTimeout = config.replication().silenceTimeout();
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
        this.vertx = vertx;
        this.checks = vertx.setPeriodic(CHECK_INTERVAL_MILLIS, _ -> endIfSilent());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(checks);
        abort();
        http.shutdownNow();
    }

    /**
     * Asks a peer and hands out the frames after its hello, until the last. Blocks.
     *
     * @throws IOException if the connection breaks
     * @throws PeerException if the peer refuses, or is not who it should be
     */
    void fetch(Member peer, SnapshotRequest request, Consumer<Frame> sink) throws IOException {
        byte[] asked = request.encode();
        String challenge = proof.newChallenge();
        var httpRequest = HttpRequest.newBuilder(peer.url().resolve(SnapshotServer.PATH))
                .header(PeerProof.HEADER, proof.requestHeader(challenge, asked))
                .POST(HttpRequest.BodyPublishers.ofByteArray(asked))
                .build();
        HttpResponse<InputStream> response = send(httpRequest);
        try (var in = new DataInputStream(response.body())) {
            if (response.statusCode() != 200) {
                throw PeerException.answer(peer.name(), response.statusCode(), in.readNBytes(PROBLEM_BYTES_MAX));
            }
            heardAt = clock.instant();
            body = in;
            if (!(read(in) instanceof Frame.Hello(SiteId site, String answer))
                    || !site.name().equals(peer.name())
                    || !proof.isAnswer(answer, challenge, site.name())) {
                throw new PeerException(
                        "what listens at " + peer.url() + " is not " + peer.name() + " of this cluster");
            }
            Frame frame = read(in);
            sink.accept(frame);
            while (!(frame instanceof Frame.SnapshotEnd)) {
                frame = read(in);
                sink.accept(frame);
            }
        } finally {
            body = null;
        }
    }

    /** Breaks off what is under way. */
    void abort() {
        InputStream open = body;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // it is broken off in any case
            }
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Frame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > Frame.BYTES_MAX) {
            throw new CorruptRecordException("a frame of " + length + " bytes");
        }
        byte[] kindAndContent = new byte[length];
        in.readFully(kindAndContent);
        heardAt = clock.instant();
        return Frame.decode(new ByteReader(kindAndContent));
    }

    private void endIfSilent() {
        if (body != null && heardAt.plus(silenceTimeout).isBefore(clock.instant())) {
            abort();
        }
    }
}
