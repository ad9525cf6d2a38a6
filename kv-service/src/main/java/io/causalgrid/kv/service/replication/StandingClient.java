package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;

/** Asks peers how they stand. Any thread. The faults of a link hold here too. */
@Singleton
class StandingClient {
    private static final int CONNECTIONS_MAX = 4; // to one peer

    private final Site site;
    private final PeerProof proof;
    private final PeerLinks links;
    private final Duration connectTimeout;
    private final Vertx vertx;
    private final HttpClient http;

    StandingClient(Site site, PeerProof proof, PeerLinks links, KvConfig config, Vertx vertx) {
        this.site = site;
        this.proof = proof;
        this.links = links;
        this.connectTimeout = config.replication().connectTimeout();
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setMaxPoolSize(CONNECTIONS_MAX));
    }

    @PreDestroy
    void stop() {
        http.close();
    }

    /**
     * Asks one peer.
     *
     * @param awaited the peer answers as soon as it has that durably
     * @param wait or when that time is over
     * @return completes with what the peer says, made after this call; exceptionally if it does not say it in time
     */
    CompletionStage<SiteReport> ask(Member peer, VersionVector awaited, Duration wait) {
        LinkFault fault = links.status(peer.name()).map(LinkStatus::fault).orElse(LinkFault.NONE);
        if (fault.cut()) {
            return Future.<SiteReport>failedFuture(new LinkCutException(peer.name()))
                    .toCompletionStage();
        }
        byte[] body = new StandingRequest(site.self(), awaited, wait.toMillis()).encode();
        String challenge = proof.newChallenge();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(peer.url().getHost())
                .setPort(peer.url().getPort())
                .setURI(StandingServer.PATH)
                .setTimeout(wait.plus(connectTimeout).toMillis())
                .putHeader(PeerProof.HEADER, proof.requestHeader(challenge, body));
        return http.request(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() == 200
                                ? Future.succeededFuture(answer)
                                : Future.failedFuture(
                                        PeerException.answer(peer.name(), response.statusCode(), answer.getBytes()))))
                .map(answer -> report(peer, challenge, answer))
                .compose(report -> delayed(report, fault.delay()))
                .toCompletionStage();
    }

    private SiteReport report(Member peer, String challenge, Buffer answer) {
        var frames = new ArrayList<Frame>();
        new FrameReader(frames::add).handle(answer);
        if (frames.size() == 2
                && frames.getFirst() instanceof Frame.Hello(SiteId from, String proven)
                && from.name().equals(peer.name())
                && proof.isAnswer(proven, challenge, from.name())
                && frames.getLast() instanceof Frame.Report(SiteReport report)) {
            return report;
        }
        throw new PeerException("what listens at " + peer.url() + " is not " + peer.name() + " of this cluster");
    }

    private Future<SiteReport> delayed(SiteReport report, Duration delay) {
        return delay.isZero()
                ? Future.succeededFuture(report)
                : vertx.timer(delay.toMillis()).map(report);
    }
}
