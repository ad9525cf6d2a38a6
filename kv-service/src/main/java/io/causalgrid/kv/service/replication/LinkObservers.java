package io.causalgrid.kv.service.replication;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what happens on the links to all who asked. */
@Singleton
public class LinkObservers implements LinkObserver {
    private final List<LinkObserver> observers = new CopyOnWriteArrayList<>();

    /** Adds one more; it hears nothing of what happened before. */
    public void add(LinkObserver observer) {
        observers.add(observer);
    }

    @Override
    public void changed(LinkStatus status) {
        observers.forEach(observer -> observer.changed(status));
    }

    @Override
    public void reported(LinkStatus status) {
        observers.forEach(observer -> observer.reported(status));
    }

    @Override
    public void receivedRecord(String peer) {
        observers.forEach(observer -> observer.receivedRecord(peer));
    }

    @Override
    public void receivedBytes(String peer, int bytes) {
        observers.forEach(observer -> observer.receivedBytes(peer, bytes));
    }

    @Override
    public void failed(String peer) {
        observers.forEach(observer -> observer.failed(peer));
    }
}
