package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection to a peer, from the request to its end. Belongs to the link's context. */
final class PeerStream {
    /** What the stream tells its link, on the link's context. */
    interface Listener {
        /** A frame after the hello. */
        void frame(PeerStream stream, Frame frame);

        /** Bytes as they come. */
        void bytes(int count);

        /** The stream stood and has ended. */
        void ended(PeerStream stream, Throwable cause);
    }

    private final Member peer;
    private final FeedRequest request;
    private final PeerProof proof;
    private final Listener listener;
    private final CompletableFuture<SiteId> greeted = new CompletableFuture<>();
    private final String challenge;
    private @Nullable HttpClientRequest httpRequest;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean delayFull;
    private boolean ended;
    private @Nullable Dot firstLacked;

    PeerStream(Member peer, FeedRequest request, PeerProof proof, Listener listener) {
        this.peer = peer;
        this.request = request;
        this.proof = proof;
        this.listener = listener;
        this.challenge = proof.newChallenge();
    }

    /** The origins that this stream leaves out. */
    Set<SiteId> excluded() {
        return request.excluded();
    }

    /** Completes with the peer's identity when it has proved that it belongs to the cluster. */
    CompletionStage<SiteId> open(HttpClient client, Duration timeout, Delayed.Factory delays) {
        byte[] body = request.encode();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(peer.url().getHost())
                .setPort(peer.url().getPort())
                .setURI(FeedServer.PATH)
                .setConnectTimeout(timeout.toMillis())
                .putHeader(PeerProof.HEADER, proof.requestHeader(challenge, body));
        client.request(options)
                .compose(opened -> {
                    httpRequest = opened;
                    opened.exceptionHandler(this::end);
                    return opened.send(Buffer.buffer(body));
                })
                .onSuccess(answered -> read(answered, delays))
                .onFailure(this::end);
        return greeted;
    }

    /**
     * Whether what this stream is for is coming: the first transaction of it that was not here is here now; or, when it
     * has brought none, nothing is to be had that the peer says it has.
     *
     * @param applied what is here
     * @param has what the peer says that it has
     */
    boolean delivers(VersionVector applied, VersionVector has) {
        return firstLacked == null
                ? request.excluded().containsAll(applied.behindOn(has))
                : applied.contains(firstLacked);
    }

    /** A transaction has come, and that much is here without it. */
    void brought(Transaction transaction, VersionVector applied) {
        if (firstLacked == null && !applied.contains(transaction.dot())) {
            firstLacked = transaction.dot();
        }
    }

    /** Lets nothing more come until {@link #resume}. */
    void pause() {
        paused = true;
        steer();
    }

    void resume() {
        paused = false;
        steer();
    }

    private void delayIsFull(boolean full) {
        delayFull = full;
        steer();
    }

    private void steer() {
        if (response == null) {
            return;
        }
        if (paused || delayFull) {
            response.pause();
        } else {
            response.resume();
        }
    }

    /** Ends the stream from this side; the listener hears of it if the stream stood. */
    void end(Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        if (httpRequest != null) {
            httpRequest.reset();
        }
        if (!greeted.completeExceptionally(cause)) {
            listener.ended(this, cause);
        }
    }

    private void read(HttpClientResponse answered, Delayed.Factory delays) {
        answered.exceptionHandler(this::end);
        if (answered.statusCode() != 200) {
            refused(answered);
            return;
        }
        response = answered;
        var reader = new FrameReader(this::accept);
        var delayed = delays.before(
                bytes -> {
                    try {
                        if (!ended) {
                            reader.handle(bytes);
                        }
                    } catch (RuntimeException e) {
                        end(e);
                    }
                },
                this::delayIsFull);
        answered.endHandler(_ -> end(new PeerException(peer.name() + " has ended the stream")));
        answered.handler(bytes -> {
            listener.bytes(bytes.length());
            delayed.handle(bytes);
        });
    }

    private void refused(HttpClientResponse answered) {
        answered.body()
                .onComplete(
                        body -> end(PeerException.answer(peer.name(), answered.statusCode(), body.getBytes())),
                        this::end);
    }

    private void accept(Frame frame) {
        if (greeted.isDone()) {
            listener.frame(this, frame);
        } else if (frame instanceof Frame.Hello(SiteId site, String answer)
                && site.name().equals(peer.name())
                && proof.isAnswer(answer, challenge, site.name())) {
            greeted.complete(site);
        } else {
            end(new PeerException("what listens at " + peer.url() + " is not " + peer.name() + " of this cluster"));
        }
    }
}
