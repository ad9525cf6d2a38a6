package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Transaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the transactions of others: to the log when their causes have gone before them, into a buffer until then. Belongs
 * to the replica's thread.
 */
final class Intake {
    private static final int UNDER_WAY_MAX = 4096;
    private static final long UNDER_WAY_BYTES_MAX = 8L << 20;

    private final ReplicaSettings settings;
    private final Pipeline pipeline;
    private final HybridClock timestamps;
    private final ReplicaObserver observer;
    private final CausalBuffer buffer;
    private final HandBuffer handBuffer = new HandBuffer();
    private long underWayBytes; // of imports only: this site's own writes must not keep those of others out

    Intake(ReplicaSettings settings, Pipeline pipeline, HybridClock timestamps, ReplicaObserver observer) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.timestamps = timestamps;
        this.observer = observer;
        this.buffer = new CausalBuffer(settings.buffer());
    }

    int size() {
        return buffer.size() + handBuffer.size();
    }

    List<Transaction> waiting(int limit) {
        return buffer.first(limit);
    }

    List<HandDelivery> waitingByHand(int limit) {
        return handBuffer.first(limit);
    }

    Delivery deliver(Transaction transaction) {
        Delivery delivery = place(transaction);
        switch (delivery) {
            case DELIVERED -> deliverWaiting();
            case BUFFERED -> observer.buffered(transaction, size());
            case DUPLICATE -> observer.duplicate(transaction.dot());
            case NO_ROOM, UNKNOWN_OWN -> {}
        }
        return delivery;
    }

    CompletionStage<Delivery> deliverByHand(HandDelivery delivery) {
        RuntimeException obstacle = pipeline.obstacle();
        if (obstacle != null) {
            return CompletableFuture.failedStage(obstacle);
        }
        boolean known = delivery.isCoveredBy(accepted());
        if (delivery.senderName().equals(self().name())) {
            return CompletableFuture.completedStage(known ? Delivery.DUPLICATE : Delivery.UNKNOWN_OWN);
        }
        if (known || handBuffer.contains(delivery)) {
            return CompletableFuture.completedStage(Delivery.DUPLICATE);
        }
        if (delivery.isNextAfter(accepted())) {
            var applied = pipeline.append(new LogRecord.Import(underOwnIncarnation(delivery)));
            deliverWaiting();
            return applied.thenApply(_ -> Delivery.DELIVERED);
        }
        long bytes = buffer.bytes() + handBuffer.bytes();
        if (!settings.buffer().allow(size(), bytes, delivery.mutation().memoryBytes())) {
            return CompletableFuture.completedStage(Delivery.NO_ROOM);
        }
        handBuffer.add(delivery, accepted());
        return CompletableFuture.completedStage(Delivery.BUFFERED);
    }

    /** Sends to the log what need not wait any longer. */
    void deliverWaiting() {
        boolean moved = true;
        while (moved && canAccept()) {
            Transaction next = buffer.takeDeliverable(accepted());
            if (next == null) {
                HandDelivery byHand = handBuffer.takeDeliverable(accepted());
                next = byHand == null ? null : underOwnIncarnation(byHand);
            }
            moved = next != null;
            if (next != null) {
                accept(next);
            }
        }
    }

    private Delivery place(Transaction transaction) {
        if (accepted().contains(transaction.dot())) {
            return Delivery.DUPLICATE;
        }
        if (!canAccept()) {
            return Delivery.NO_ROOM;
        }
        if (knowsMoreOfUs(transaction)) {
            return Delivery.UNKNOWN_OWN;
        }
        if (transaction.isNextAfter(accepted())) {
            accept(transaction);
            return Delivery.DELIVERED;
        }
        return buffer.add(transaction);
    }

    /** Its site has seen writes of ours that we do not know. Nobody is shown any before they are durable here. */
    private boolean knowsMoreOfUs(Transaction transaction) {
        return transaction.dot().site().equals(self())
                || transaction.dependencies().get(self()) > accepted().get(self());
    }

    private boolean canAccept() {
        return pipeline.obstacle() == null && pipeline.depth() < UNDER_WAY_MAX && underWayBytes < UNDER_WAY_BYTES_MAX;
    }

    private void accept(Transaction transaction) {
        if (timestamps.isAhead(transaction.timestamp())) {
            observer.clockAhead(transaction);
        }
        long bytes = transaction.memoryBytes();
        underWayBytes += bytes;
        // If it fails, the pipeline says so when it has settled.
        var _ = pipeline.append(new LogRecord.Import(transaction)).whenComplete((_, _) -> underWayBytes -= bytes);
    }

    private Transaction underOwnIncarnation(HandDelivery delivery) {
        var origin = new SiteId(delivery.senderName(), "by-" + self().name() + "-" + self().incarnation());
        VersionVector dependencies =
                delivery.dependencies(accepted()).merge(accepted().only(origin));
        Dot dot = accepted().next(origin);
        HybridTimestamp highest = pipeline.forecast().point().highest();
        HybridTimestamp timestamp = timestamps.next(highest).max(highest.next());
        return new Transaction(dot, dependencies, timestamp, List.of(delivery.mutation()));
    }

    private SiteId self() {
        return pipeline.forecast().point().self();
    }

    private VersionVector accepted() {
        return pipeline.forecast().point().applied();
    }
}
