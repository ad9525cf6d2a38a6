package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An owner's events on their way to the journal: those that gather for the next batch, and the batch under way. Events leave
 * in the order in which they came, each once, however long that takes; what was decided and is then taken back is followed by
 * the event that takes it back. Confined to one thread.
 */
final class JournalQueue {
    private final int bookEvery;
    private final List<OwnerEvent> gathering = new ArrayList<>();
    private final Map<String, Optional<KeyRecord>> keys = new HashMap<>();
    private final Set<String> sessions = new LinkedHashSet<>();
    private @Nullable Batch underWay;
    private boolean failing;
    private long batches;
    private long sinceBook;
    /** What was ever appended or said: the position of the latest. */
    private long appended;
    /** The position of the last event of the batch under way, or of the last one that was stored. */
    private long sealed;

    private long stored;

    JournalQueue(int bookEvery) {
        this.bookEvery = bookEvery;
        this.sinceBook = bookEvery; // an owner begins by writing down what it has taken over
    }

    void append(OwnerEvent event) {
        gathering.add(event);
        appended++;
    }

    void say(String key, Optional<KeyRecord> record) {
        keys.put(key, record);
        appended++;
    }

    void changed(String sessionId) {
        sessions.add(sessionId);
    }

    /** The position of what was appended or said last. */
    long position() {
        return appended;
    }

    boolean isStored(long position) {
        return position <= stored;
    }

    /** Whether the batch under way was not taken when it was last tried. */
    boolean isFailing() {
        return failing;
    }

    /**
     * The next batch, if there is something to write and none is under way.
     *
     * @param present a session as it is now
     * @param written the events that make the owner again
     */
    Optional<Batch> seal(Function<String, @Nullable Session> present, Supplier<List<OwnerEvent>> written) {
        if (underWay != null || (gathering.isEmpty() && keys.isEmpty() && batches > 0)) {
            return Optional.empty();
        }
        boolean isBook = sinceBook >= bookEvery;
        sinceBook = isBook ? 0 : sinceBook + 1;
        List<Session> changed = new ArrayList<>();
        for (String id : sessions) {
            Session session = present.apply(id);
            if (session != null) {
                changed.add(session);
            }
        }
        var batch = new Batch(++batches, isBook, isBook ? written.get() : gathering, changed, keys);
        gathering.clear();
        keys.clear();
        sessions.clear();
        underWay = batch;
        sealed = appended;
        return Optional.of(batch);
    }

    void stored(long batch) {
        if (underWay != null && underWay.number() == batch) {
            underWay = null;
            failing = false;
            stored = sealed;
        }
    }

    void notStored(long batch) {
        failing |= underWay != null && underWay.number() == batch;
    }
}
