package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This site's link to one peer: it keeps a stream open, opens a new one when the old one breaks, and hands what comes to
 * the replica. All fields but the published status belong to the link's context, an event loop.
 */
final class PeerLink implements PeerStream.Listener {
    private static final Logger LOG = Logger.getLogger(PeerLink.class);
    private static final long PAUSE_BEFORE_NEXT_MILLIS = 100;

    private final Member peer;
    private final Site site;
    private final LinkTools tools;
    private final KvConfig.Replication config;
    private final Context context;
    private final Supplier<Set<SiteId>> exclusions;
    private final TypedGuard<CompletionStage<Void>> guard;
    private final LinkInbox inbox;
    private volatile LinkStatus status;
    private @Nullable PeerStream stream;
    private @Nullable CompletableFuture<Void> unproven; // an attempt, until something has come, or it has failed
    private boolean receiving; // and said so
    private boolean running;
    private boolean stopped;

    PeerLink(Member peer, Site site, LinkTools tools, Supplier<Set<SiteId>> exclusions) {
        this.peer = peer;
        this.site = site;
        this.tools = tools;
        this.config = tools.config();
        this.context = tools.vertx().getOrCreateContext();
        this.exclusions = exclusions;
        this.status = LinkStatus.initial(peer.name());
        this.guard = PeerGuard.of(peer.name(), config, breaker -> onContext(() -> breakerChanged(breaker)));
        this.inbox = new LinkInbox(
                site,
                config,
                () -> onContext(this::resume),
                () -> onContext(() -> end(new PeerException(peer.name() + " knows more of our writes than we do"))));
    }

    /** Whose it is. */
    Member peer() {
        return peer;
    }

    /** How the link stands; may be read by any thread. */
    LinkStatus status() {
        return status;
    }

    /** Offers the replica again what it had no room for. On the replica's thread. */
    void retry() {
        inbox.drain();
    }

    /** Starts over from the applied vector. Any thread. */
    void startOver(String why) {
        onContext(() -> end(new PeerException(why)));
    }

    /** Starts over if anything of what this link has brought may not have stayed. On the replica's thread. */
    void fetchAgain(String why) {
        if (inbox.hasTaken()) {
            onContext(() -> end(new PeerException(why, LinkStatus.Refusal.NOT_TAKEN)));
        }
    }

    void start() {
        onContext(this::run);
    }

    void stop() {
        onContext(() -> {
            stopped = true;
            end(new LinkCutException(peer.name()));
        });
    }

    /** Puts a fault on the link, or takes it away. Any thread. */
    CompletionStage<Void> put(LinkFault fault) {
        var done = new CompletableFuture<Void>();
        onContext(() -> {
            publish(status.with(fault));
            if (fault.cut()) {
                publish(status.with(LinkStatus.State.CUT));
                end(new LinkCutException(peer.name()));
            } else {
                run();
            }
            done.complete(null);
        });
        return done;
    }

    /** Called about once a second: notices a silent peer, and a stream that asks for too little or too much. */
    void check() {
        onContext(() -> {
            PeerStream current = stream;
            if (current == null || status.state() != LinkStatus.State.CONNECTED) {
                return;
            }
            Instant silentSince = status.heardAt().orElse(Instant.MAX);
            Duration allowed = config.silenceTimeout().plus(status.fault().delay());
            if (silentSince.plus(allowed).isBefore(tools.clock().instant())) {
                current.end(new PeerException(peer.name() + " has said nothing for " + allowed.toSeconds() + " s"));
            } else if (!current.excluded().equals(exclusions.get())) {
                current.end(new StreamOutdated());
            }
        });
    }

    @Override
    public void frame(PeerStream from, Frame frame) {
        if (from != stream) {
            return;
        }
        switch (frame) {
            case Frame.Transfer arrived -> {
                tools.observer().receivedRecord(peer.name());
                from.brought(arrived.transaction(), site.point().applied());
                if (inbox.add(arrived.transaction())) {
                    from.pause();
                }
            }
            case Frame.Report arrived -> {
                site.heardOf(arrived.report().applied());
                status = status.with(arrived.report(), tools.clock().instant());
                tools.observer().reported(status);
                if (unproven != null
                        && from.delivers(
                                site.point().applied(), arrived.report().applied())) {
                    arrived(unproven);
                }
            }
            case Frame.Hello _, Frame.SnapshotBegin _, Frame.SnapshotPart _, Frame.SnapshotEnd _ ->
                from.end(new PeerException(peer.name() + " sends what was not asked for"));
        }
    }

    @Override
    public void bytes(int count) {
        tools.observer().receivedBytes(peer.name(), count);
    }

    @Override
    public void ended(PeerStream ended, Throwable cause) {
        if (ended != stream) {
            return;
        }
        stream = null;
        inbox.abandon();
        CompletableFuture<Void> attempt = unproven;
        if (cause instanceof StreamOutdated && attempt != null) {
            tools.vertx().setTimer(PAUSE_BEFORE_NEXT_MILLIS, _ -> onContext(() -> connect(attempt)));
            return;
        }
        if (!(cause instanceof StreamOutdated)) {
            attemptFailed(cause);
        }
        if (attempt == null) {
            tools.vertx().setTimer(PAUSE_BEFORE_NEXT_MILLIS, _ -> onContext(this::run));
        } else {
            unproven = null;
            attempt.completeExceptionally(cause); // so the pauses grow until something comes
        }
    }

    /** What the peer sends comes in and stays: the next failure is a first one again. */
    private void arrived(CompletableFuture<Void> proven) {
        unproven = null;
        if (!receiving) {
            LOG.infof(
                    "Receiving from %s", status.peerSite().map(SiteId::toString).orElse(peer.name()));
        }
        receiving = true;
        publish(status.withArrival());
        proven.complete(null);
    }

    /** Lets the guard connect, unless it is at it, or the link stands. */
    private void run() {
        if (running || stopped || stream != null || status.fault().cut()) {
            return;
        }
        running = true;
        guard.get(this::attempt)
                .whenComplete((_, failure) -> onContext(() -> {
                    running = false;
                    if (failure != null) {
                        LOG.debugf("An attempt at %s is over: %s", peer.name(), failure);
                    }
                    run(); // does nothing while the link stands, or is cut
                }));
    }

    private CompletionStage<Void> attempt() {
        var result = new CompletableFuture<Void>();
        onContext(() -> {
            if (stopped || status.fault().cut()) {
                result.completeExceptionally(new LinkCutException(peer.name()));
                return;
            }
            if (status.state() != LinkStatus.State.CONNECTED) { // else the stream is only exchanged for a better one
                publish(status.with(LinkStatus.State.CONNECTING));
            }
            connect(result);
        });
        return result;
    }

    private void connect(CompletableFuture<Void> result) {
        if (stopped || status.fault().cut()) {
            unproven = null;
            result.completeExceptionally(new LinkCutException(peer.name()));
            return;
        }
        unproven = result;
        var request = new FeedRequest(site.self(), site.point().applied(), exclusions.get());
        var opening = new PeerStream(peer, request, tools.proof(), this);
        stream = opening;
        long timeoutMillis =
                config.connectTimeout().plus(status.fault().delay()).toMillis();
        long timer = tools.vertx()
                .setTimer(
                        timeoutMillis,
                        _ -> onContext(() -> opening.end(
                                new PeerException(peer.name() + " does not answer within " + timeoutMillis + " ms"))));
        opening.open(
                        tools.client(),
                        config.connectTimeout(),
                        (next, full) -> new Delayed(
                                context, tools.clock(), () -> status.fault().delay(), next, full))
                .whenComplete((peerSite, failure) -> {
                    tools.vertx().cancelTimer(timer);
                    if (failure == null) {
                        status = status.with(peerSite, tools.clock().instant());
                        publish(status.with(LinkStatus.State.CONNECTED));
                    } else {
                        stream = null;
                        unproven = null;
                        attemptFailed(failure);
                        result.completeExceptionally(failure);
                    }
                });
    }

    private void attemptFailed(Throwable failure) {
        if (status.fault().cut() || stopped) {
            return;
        }
        receiving = false;
        LinkStatus failed = status.withFailure(failure);
        if (!failed.cause().equals(status.cause())) { // each cause is said once
            LOG.warnf("Nothing comes from %s: %s", peer.name(), failure.getMessage());
        }
        tools.observer().failed(peer.name());
        publish(failed);
    }

    private void breakerChanged(CircuitBreakerState breaker) {
        publish(status.with(breaker));
    }

    private void resume() {
        if (stream != null) {
            stream.resume();
        }
    }

    private void end(Throwable cause) {
        if (stream != null) {
            stream.end(cause);
        }
    }

    private void publish(LinkStatus changed) {
        status = changed;
        tools.observer().changed(changed);
    }

    private void onContext(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /** The set of origins that the stream leaves out is no longer the right one; the next stream gets it right. */
    private static final class StreamOutdated extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
