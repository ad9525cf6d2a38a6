package io.causalgrid.kv.service.site;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.log.InMemorySiteLog;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.core.replica.Feed;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.core.replica.HandDelivery;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.replica.ReplicaSettings;
import io.causalgrid.kv.core.state.InMemoryReplicaState;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** This process's replica, for use by any thread. Reads go straight to the state; all else goes to the owner's thread. */
@Singleton
@Startup
public class Site {
    private static final Logger LOG = Logger.getLogger(Site.class);

    private final SiteThread thread;
    private final SiteLog log;
    private final ReplicaState state = new InMemoryReplicaState();
    private final Replica replica;
    private final int writesInFlightMax;
    private final AtomicInteger writesInFlight = new AtomicInteger();

    Site(KvConfig config, Cluster cluster, SiteThread thread, SiteObservers observers, InstantSource clock) {
        this.thread = thread;
        this.log = new InMemorySiteLog(newIncarnation(), config.log().maxSize().asLongValue());
        this.writesInFlightMax = config.maxWritesInFlight();
        var settings = new ReplicaSettings(
                new SiteId(cluster.self().name(), log.incarnation()),
                cluster.names(),
                config.bufferCapacity(),
                config.maxClockDrift());
        this.replica = new Replica(settings, log, state, clock, thread, observers);
        LOG.infof("Site %s of %s starts with an empty log", settings.self(), cluster.names());
    }

    /** This site's identity. */
    public SiteId self() {
        return replica.self();
    }

    /** The data. */
    public ReplicaState state() {
        return state;
    }

    /** How far this site has come. */
    public StatePoint point() {
        return state.point();
    }

    /** The log, for its size. */
    public SiteLog log() {
        return log;
    }

    /**
     * Writes; see {@link Replica#write}.
     *
     * @return fails with {@link OverloadedException} if too many writes are under way
     */
    public Uni<Transaction> write(List<Mutation> mutations) {
        return limited(() -> replica.write(mutations));
    }

    /** Takes a write in place of the member that made it; see {@link Replica#deliverByHand}. */
    public Uni<Delivery> deliverByHand(HandDelivery delivery) {
        return limited(() -> replica.deliverByHand(delivery));
    }

    /** Completes when this site has applied the vector; see {@link Replica#whenApplied}. */
    public CompletableFuture<Void> whenApplied(VersionVector vector) {
        var reached = new CompletableFuture<Void>();
        thread.execute(() -> replica.whenApplied(vector, reached));
        return reached;
    }

    /** Asks the replica something on its own thread. */
    public <T> Uni<T> ask(Function<Replica, T> question) {
        return Uni.createFrom().emitter(emitter -> thread.execute(() -> emitter.complete(question.apply(replica))));
    }

    /** Runs a task with the replica on its own thread. */
    public void tell(Runnable task) {
        thread.execute(task);
    }

    /** Takes another site's transaction. On the owner's thread only, that is, in a task given to {@link #tell}. */
    public Delivery deliver(Transaction transaction) {
        return replica.deliver(transaction);
    }

    /** Opens the log for another site; its batches arrive in the executor. */
    public Uni<Feed> openFeed(FeedRequest request, Executor executor, Feed.Sink sink) {
        return ask(owned -> owned.openFeed(request, executor, sink));
    }

    private <T> Uni<T> limited(Supplier<CompletionStage<T>> call) {
        if (writesInFlight.incrementAndGet() > writesInFlightMax) {
            writesInFlight.decrementAndGet();
            return Uni.createFrom().failure(new OverloadedException(writesInFlightMax));
        }
        return Uni.createFrom()
                .<T>emitter(emitter -> thread.execute(() -> call.get().whenComplete((result, failure) -> {
                    writesInFlight.decrementAndGet();
                    if (failure == null) {
                        emitter.complete(result);
                    } else {
                        emitter.fail(failure);
                    }
                })));
    }

    /** The log ends with the process, so each process is an incarnation of its own. */
    private static String newIncarnation() {
        var bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @PreDestroy
    void stop() {
        thread.execute(replica::close);
        log.close();
    }
}
