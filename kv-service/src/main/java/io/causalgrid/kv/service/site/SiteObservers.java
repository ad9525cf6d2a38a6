package io.causalgrid.kv.service.site;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.state.StatePoint;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what happens at the replica to all who asked. They are called on the replica's thread. */
@Singleton
public class SiteObservers implements ReplicaObserver {
    private final List<ReplicaObserver> observers = new CopyOnWriteArrayList<>();

    /** Adds one more; it hears nothing of what happened before. */
    public void add(ReplicaObserver observer) {
        observers.add(observer);
    }

    @Override
    public void written(Transaction transaction) {
        observers.forEach(observer -> observer.written(transaction));
    }

    @Override
    public void delivered(Transaction transaction) {
        observers.forEach(observer -> observer.delivered(transaction));
    }

    @Override
    public void buffered(Transaction transaction, int depth) {
        observers.forEach(observer -> observer.buffered(transaction, depth));
    }

    @Override
    public void duplicate(Dot dot) {
        observers.forEach(observer -> observer.duplicate(dot));
    }

    @Override
    public void clockAhead(Transaction transaction) {
        observers.forEach(observer -> observer.clockAhead(transaction));
    }

    @Override
    public void progressed(int depth) {
        observers.forEach(observer -> observer.progressed(depth));
    }

    @Override
    public void membershipChanged(Membership membership) {
        observers.forEach(observer -> observer.membershipChanged(membership));
    }

    @Override
    public void renewed(StatePoint point) {
        observers.forEach(observer -> observer.renewed(point));
    }

    @Override
    public void mustFetchAgain(RuntimeException why) {
        observers.forEach(observer -> observer.mustFetchAgain(why));
    }
}
