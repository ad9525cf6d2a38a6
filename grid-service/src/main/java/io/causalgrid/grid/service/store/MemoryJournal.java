package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.OwnerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A journal that lasts as long as the process, for all its owners in turn; for tests and dev mode. */
final class MemoryJournal implements Journal {
    private final List<OwnerEvent> events = new ArrayList<>();

    @Override
    public synchronized List<OwnerEvent> takeOver(long claim) {
        return List.copyOf(events);
    }

    @Override
    public synchronized CompletionStage<Boolean> write(Batch batch) {
        if (batch.isBook()) {
            events.clear();
        }
        events.addAll(batch.events());
        return CompletableFuture.completedStage(true);
    }

    @Override
    public CompletionStage<Map<String, List<KeyFinding>>> read(Set<String> keys) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void close() {}
}
