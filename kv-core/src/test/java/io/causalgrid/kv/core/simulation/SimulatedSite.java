package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.log.InMemorySiteLog;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.replica.ReplicaSettings;
import io.causalgrid.kv.core.state.InMemoryReplicaState;
import io.causalgrid.kv.core.state.StatePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A member of the simulated cluster. Its log is in memory, so a crash takes everything, and it comes back empty, under a
 * new incarnation, as the service does.
 */
final class SimulatedSite {
    private static final int BUFFER_CAPACITY = 8;
    private static final int RECORDS_MAX = 30;

    private final SimulatedCluster cluster;
    private final String name;
    private int incarnations;
    private @Nullable Life life;

    SimulatedSite(SimulatedCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        start();
    }

    String name() {
        return name;
    }

    boolean isUp() {
        return life != null;
    }

    SiteId self() {
        return life().replica.self();
    }

    Replica replica() {
        return life().replica;
    }

    void start() {
        incarnations++;
        life = new Life(new SiteId(name, "i" + incarnations));
    }

    void crash() {
        life = null;
    }

    void write(List<Mutation> mutations) {
        Life begun = life();
        begun.replica.write(mutations).thenAccept(transaction -> cluster.acknowledged(transaction.dot()));
    }

    /** Asks a peer for what is missing here; the answer may come late, twice, or never. */
    void pullFrom(SimulatedSite peer, Set<SiteId> excluded) {
        Life asking = life();
        var request = new FeedRequest(self(), asking.replica.state().point().applied(), excluded);
        byte[] sent = request.encode();
        cluster.network().send(name, peer.name, () -> peer.serve(this, asking, FeedRequest.decode(sent)));
    }

    private void serve(SimulatedSite requester, Life asking, FeedRequest request) {
        if (life == null) {
            return;
        }
        var records = new ArrayList<byte[]>();
        var batches = new AtomicInteger();
        try (var feed = life.replica.openFeed(request, Runnable::run, batch -> {
            batches.incrementAndGet();
            records.addAll(batch);
        })) {
            int asked = 0;
            while (records.isEmpty() && batches.get() == asked) { // a batch may hold nothing that is wanted
                asked++;
                feed.request(1 + cluster.scheduler().random().nextInt(RECORDS_MAX));
            }
        }
        cluster.network().send(name, requester.name, () -> requester.take(asking, records));
    }

    private void take(Life asking, List<byte[]> records) {
        if (life != asking) {
            return; // the connection ended with the process
        }
        for (byte[] bytes : records) {
            if (!(RecordCodec.decode(bytes) instanceof LogRecord.Import imported)) {
                throw new AssertionError("a feed sends imports only");
            }
            if (asking.replica.deliver(imported.transaction()) == Delivery.NO_ROOM) {
                cluster.statistics().refusedForRoom++;
                return;
            }
        }
    }

    private Life life() {
        if (life == null) {
            throw new AssertionError(name + " is down");
        }
        return life;
    }

    /** One process, from start to crash. */
    private final class Life implements ReplicaObserver {
        private final Replica replica;
        private StatePoint last = StatePoint.START;
        private long ownerFreeAtMillis;

        Life(SiteId self) {
            this.replica = new Replica(
                    new ReplicaSettings(self, cluster.members(), BUFFER_CAPACITY, Duration.ofSeconds(60)),
                    new InMemorySiteLog(self.incarnation(), Long.MAX_VALUE),
                    new InMemoryReplicaState(),
                    cluster.scheduler(),
                    this::runOnOwner,
                    this);
        }

        /** One task after the other, each a little later, so that everything else can happen in between. */
        private void runOnOwner(Runnable task) {
            Scheduler scheduler = cluster.scheduler();
            ownerFreeAtMillis = Math.max(
                    ownerFreeAtMillis,
                    scheduler.nowMillis() + scheduler.random().nextInt(5));
            scheduler.in(ownerFreeAtMillis - scheduler.nowMillis(), () -> {
                if (life == this) {
                    task.run();
                }
            });
        }

        @Override
        public void written(Transaction transaction) {
            cluster.statistics().writes++;
            applied(transaction);
        }

        @Override
        public void delivered(Transaction transaction) {
            cluster.statistics().deliveries++;
            applied(transaction);
        }

        @Override
        public void buffered(Transaction transaction, int depth) {
            cluster.statistics().buffered++;
        }

        @Override
        public void duplicate(Dot dot) {
            cluster.statistics().duplicates++;
        }

        private void applied(Transaction transaction) {
            cluster.oracle().applies(replica.self(), transaction);
            StatePoint now = replica.state().point();
            if (!now.applied().includes(last.applied()) || now.position() <= last.position()) {
                throw new AssertionError("the state of " + replica.self() + " went backwards");
            }
            last = now;
        }
    }
}
