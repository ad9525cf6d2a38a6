package io.causalgrid.kv.service.site;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.BufferBounds;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.core.replica.Feed;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.core.replica.HandDelivery;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.replica.ReplicaSettings;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.storage.SiteStorage;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** This process's replica, for use by any thread. Reads go straight to the state; all else goes to the owner's thread. */
@Singleton
@Startup
public class Site {
    private static final Logger LOG = Logger.getLogger(Site.class);

    private final SiteThread thread;
    private final HandBack handBack;
    private final SiteStorage storage;
    private final InstantSource clock;
    private final Replica replica;
    private final int writesInFlightMax;
    private final AtomicInteger writesInFlight = new AtomicInteger();
    private volatile boolean writable;
    private volatile Optional<RuntimeException> trouble = Optional.empty();

    /** How a site stands; all of it is durable. */
    public record Standing(StatePoint point, int bufferDepth) {}

    Site(
            KvConfig config,
            Cluster cluster,
            SiteThread thread,
            SiteObservers observers,
            SiteStorage storage,
            InstantSource clock) {
        this.thread = thread;
        this.handBack = new HandBack(thread);
        this.storage = storage;
        this.clock = clock;
        this.writesInFlightMax = config.maxWritesInFlight();
        observers.add(new ReplicaObserver() {
            @Override
            public void membershipChanged(Membership membership) {
                cluster.update(membership);
            }

            @Override
            public void progressed(int depth) {
                writable = replica.isWritable();
                trouble = replica.trouble();
            }
        });
        var buffer =
                new BufferBounds(config.bufferCapacity(), config.bufferSize().asLongValue());
        var settings = new ReplicaSettings(cluster.membership(), buffer, config.maxClockDrift());
        this.replica = new Replica(settings, storage.log(), storage.state(), clock, thread, observers);
        thread.execute(replica::start);
        LOG.infof(
                "Site %s of %s starts with %d log records, %d of them to fold",
                self(),
                cluster.names(),
                storage.log().end() - storage.log().start() + 1,
                storage.log().end() - point().position());
    }

    /** This site's identity. */
    public SiteId self() {
        return point().log().self();
    }

    /** The data. */
    public ReplicaState state() {
        return storage.state();
    }

    /** How far this site has come. */
    public StatePoint point() {
        return storage.state().point();
    }

    /** Covers all that has been read here; see {@link ReplicaState#shown}. */
    public VersionVector shown() {
        return storage.state().shown();
    }

    /** The log, for its size. */
    public SiteLog log() {
        return storage.log();
    }

    /** The versions of a key that are to be seen now; from memory if they are there, else from the disk. */
    public Uni<Register> read(String key) {
        Instant now = clock.instant();
        return storage.state()
                .readIfCached(key)
                .map(register -> Uni.createFrom().item(register))
                .orElseGet(() ->
                        Uni.createFrom().item(() -> storage.state().read(key)).runSubscriptionOn(storage.readers()))
                .map(register -> register.visibleAt(now));
    }

    /**
     * Writes; see {@link Replica#write}.
     *
     * @return fails with {@link OverloadedException} if too many writes are under way
     */
    public Uni<WriteOutcome> write(WriteRequest request) {
        return limited(() -> replica.write(request));
    }

    /** Changes who belongs to the cluster; see {@link Replica#changeMembership}. */
    public Uni<WriteOutcome> changeMembership(UnaryOperator<Membership> change) {
        return limited(() -> replica.changeMembership(change));
    }

    /** Takes a write in place of the member that made it; see {@link Replica#deliverByHand}. */
    public Uni<Delivery> deliverByHand(HandDelivery delivery) {
        return limited(() -> replica.deliverByHand(delivery));
    }

    /** Joins a received snapshot with the data; see {@link Replica#install}. */
    public Uni<LogPoint> install(String name, LogPoint snapshot) {
        return limited(() -> replica.install(name, snapshot));
    }

    /** Looks at the data as they are at one point; see {@link ReplicaState#view}. */
    public <T> Uni<T> view(Function<ReplicaState.View, T> look) {
        return Uni.createFrom().item(() -> storage.state().view(look)).runSubscriptionOn(storage.readers());
    }

    /** Completes when this site has applied enough; see {@link Replica#whenApplied}. */
    public CompletableFuture<Void> whenApplied(Predicate<VersionVector> enough) {
        var reached = new CompletableFuture<Void>();
        thread.execute(() -> replica.whenApplied(enough, reached));
        return reached;
    }

    /** Asks the replica something on its own thread. */
    public <T> Uni<T> ask(Function<Replica, T> question) {
        return Uni.createFrom().emitter(emitter -> thread.execute(() -> emitter.complete(question.apply(replica))));
    }

    /** Whether the replica takes writes: it has folded its log, and nothing has failed. */
    public boolean isWritable() {
        return writable;
    }

    /**
     * Why the last record did not get into the log or into the data; nothing if all did since. While it lasts the site takes
     * no writes, neither from clients nor from its peers.
     */
    public Optional<String> trouble() {
        return trouble.map(RuntimeException::getMessage);
    }

    /** How this site stands, as soon as that is durable. */
    public Uni<Standing> standing() {
        return ask(owned -> new Standing(owned.state().point(), owned.bufferSize()))
                .chain(standing -> Uni.createFrom()
                        .completionStage(
                                () -> log().whenDurable(standing.point().position()))
                        .replaceWith(standing));
    }

    /** Runs a task with the replica on its own thread; not before the batch that is at the log has come back. */
    public void tell(Runnable task) {
        executeWithTheNextBatch(task);
    }

    /** Takes another site's transaction. On the owner's thread only, that is, in a task given to {@link #tell}. */
    public Delivery deliver(Transaction transaction) {
        return replica.deliver(transaction);
    }

    /** Opens the log for another site, if it has what that site lacks; its batches arrive in the executor. */
    public Uni<Optional<Feed>> openFeed(FeedRequest request, Executor executor, Feed.Sink sink) {
        return ask(owned -> owned.openFeed(request, executor, sink));
    }

    /** Does what is due from time to time; see {@link Replica#maintain}. */
    public void maintain(Supplier<VersionVector> stable) {
        thread.execute(() -> replica.maintain(stable.get()));
    }

    /**
     * Somebody else knows that much. If it is more of this site's own writes than this site itself knows, its disk has
     * gone back in time, and it goes on under a new incarnation, so that no dot is used twice.
     */
    public void heardOf(VersionVector elsewhere) {
        if (elsewhere.get(self()) > point().applied().get(self())) { // a first look, without the thread
            thread.execute(() -> openIncarnationIfBehind(elsewhere));
        }
    }

    private void openIncarnationIfBehind(VersionVector elsewhere) {
        SiteId self = replica.self();
        if (!replica.isWritable() || elsewhere.get(self) <= replica.accepted().get(self)) {
            return;
        }
        String incarnation = storage.newIncarnation();
        LOG.warnf(
                "A peer knows write %d of %s, and this site only knows %d: its disk has gone back in time. It goes on as"
                        + " incarnation %s, and fetches the others.",
                elsewhere.get(self), self, replica.accepted().get(self), incarnation);
        replica.openIncarnation(incarnation).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("the new incarnation could not be written; the next report tries again", failure);
            }
        });
    }

    private <T> Uni<T> limited(Supplier<CompletionStage<T>> call) {
        if (writesInFlight.incrementAndGet() > writesInFlightMax) {
            writesInFlight.decrementAndGet();
            return Uni.createFrom().failure(new OverloadedException(writesInFlightMax));
        }
        var receiver = HandBack.Receiver.current();
        return Uni.createFrom()
                .emitter(emitter -> executeWithTheNextBatch(() -> call.get()
                        .whenComplete((result, failure) -> handBack.give(receiver, () -> {
                            writesInFlight.decrementAndGet();
                            if (failure == null) {
                                emitter.complete(result);
                            } else {
                                emitter.fail(cause(failure));
                            }
                        }))));
    }

    /**
     * While a batch is at the log, what comes in can do nothing but wait for the next one, and the thread is woken when the
     * batch comes back.
     */
    private void executeWithTheNextBatch(Runnable task) {
        if (writable && replica.isLogBusy()) {
            thread.executeSoon(task);
        } else {
            thread.execute(task);
        }
    }

    /** Stages that build upon others wrap what those failed with. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @PreDestroy
    void stop() {
        thread.execute(replica::close);
        thread.stop();
        storage.close();
    }
}
