package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.core.replica.Feed;
import io.causalgrid.kv.core.replica.FeedRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which one life of a site follows the log of another site: a batch comes, is taken, and the next one is
 * asked for. Messages may be lost, come twice, or late; a reader who hears nothing for a while opens a new one.
 */
final class Following implements Feed.Sink {
    private static final int SILENCE_MILLIS_MAX = 160;
    private static final int RECORDS_MAX = 12;

    private final SiteLife reader;
    private final SimulatedSite peer;
    private final SimulatedCluster cluster;
    private long heardAtMillis;
    private int received;
    private boolean closed;

    // at the peer
    private @Nullable SiteLife server;
    private @Nullable Feed feed;
    private boolean asked;
    private int sent;

    Following(SiteLife reader, SimulatedSite peer) {
        this.reader = reader;
        this.peer = peer;
        this.cluster = peer.cluster();
        this.heardAtMillis = cluster.scheduler().nowMillis();
    }

    void open(Set<SiteId> excluded) {
        var request = new FeedRequest(
                reader.replica().self(), reader.replica().state().point().applied(), excluded);
        byte[] bytes = request.encode();
        cluster.network().send(reader.site().name(), peer.name(), () -> peer.life()
                .ifPresent(life -> life.guard(() -> serve(life, FeedRequest.decode(bytes)))));
    }

    /** Whether it has brought nothing for so long that a new one should be opened. */
    boolean isStale() {
        return closed || cluster.scheduler().nowMillis() - heardAtMillis > SILENCE_MILLIS_MAX;
    }

    void close() {
        closed = true;
        if (feed != null) {
            feed.close();
        }
    }

    private void serve(SiteLife life, FeedRequest request) {
        if (closed || server != null || life.isClosing()) {
            return;
        }
        server = life;
        feed = life.replica().openFeed(request, task -> life.in(1, task), this).orElse(null);
        if (feed == null) {
            reply(() -> reader.snapshots().needed(peer));
        } else {
            ask(feed);
        }
    }

    private void ask(Feed open) {
        asked = true;
        open.request(1 + cluster.scheduler().random().nextInt(RECORDS_MAX));
    }

    @Override
    public void accept(List<byte[]> records) {
        if (closed || feed == null) {
            return;
        }
        asked = false;
        for (byte[] bytes : records) {
            Transaction transaction = transaction(bytes);
            if (transaction.dot().site().name().equals(peer.name())) {
                cluster.oracle().made(transaction);
            }
        }
        sent++;
        int batch = sent;
        reply(() -> take(batch, records));
    }

    @Override
    public void ended(RuntimeException cause) {
        cluster.statistics().count(Happening.FEED_ENDED);
        reply(this::close);
    }

    private void take(int batch, List<byte[]> records) {
        if (closed) {
            return;
        }
        heardAtMillis = cluster.scheduler().nowMillis();
        for (byte[] bytes : records) {
            Delivery delivery = reader.replica().deliver(asItArrives(transaction(bytes)));
            if (delivery == Delivery.NO_ROOM) {
                cluster.statistics().count(Happening.NO_ROOM);
                close();
                return;
            }
            if (delivery == Delivery.UNKNOWN_OWN) {
                reader.renewal().detected();
                close();
                return;
            }
        }
        if (batch > received) {
            received = batch;
            cluster.network().send(reader.site().name(), peer.name(), () -> {
                if (server != null) {
                    server.guard(() -> more(batch));
                }
            });
        }
    }

    private void more(int batch) {
        if (!closed && feed != null && !asked && batch == sent) {
            ask(feed);
        }
    }

    private void reply(Runnable arrival) {
        cluster.network().send(peer.name(), reader.site().name(), () -> reader.guard(arrival));
    }

    private Transaction asItArrives(Transaction transaction) {
        if (cluster.flaw() != Flaw.SKIPS_DEPENDENCIES) {
            return transaction;
        }
        VersionVector own = transaction.dependencies().only(transaction.dot().site());
        return new Transaction(transaction.dot(), own, transaction.timestamp(), transaction.mutations());
    }

    private static Transaction transaction(byte[] bytes) {
        if (RecordCodec.decode(bytes) instanceof LogRecord.Import(Transaction transaction)) {
            return transaction;
        }
        throw new AssertionError("a feed brings imports only");
    }
}
