package io.causalgrid.grid.service.store;

import static java.util.Objects.requireNonNull;

import io.causalgrid.kv.client.error.NoMajorityException;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.majority.Quorum;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Condition;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Mutation;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store in memory: keys with sibling versions, batches that happen at once, and trouble on demand. */
final class FakeJournalStore implements JournalStore {
    private static final int MUTATIONS_MAX = 1000;
    private static final int VALUE_MAX = 1 << 20;
    private static final int BODY_MAX = 8 << 20;

    /** What comes of a write. */
    enum Outcome {
        DONE,
        /** Nothing is written. */
        REFUSED,
        /** It is written, and nobody says so. */
        UNKNOWN,
        /** It is written, and fewer replicas hold it than are wanted. */
        TOO_FEW,
        /** It is written where nobody else sees it for now, and the next replica knows nothing of that. */
        ALONE
    }

    private final NavigableMap<String, List<Version>> keys = new TreeMap<>();
    private final Map<String, String> done = new HashMap<>();
    private final List<Batch> written = new ArrayList<>();
    private final List<Integer> replicasWanted = new ArrayList<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final Deque<Runnable> betweenReads = new ArrayDeque<>();
    private Quorum quorum = new Quorum(3, "f00", false);
    private boolean canBeRead = true;
    private int versions;

    /** The outcomes of the next writes, before all goes well again. */
    synchronized void next(Outcome... next) {
        outcomes.addAll(List.of(next));
    }

    /** What happens after the next reading of entries. */
    synchronized void afterNextEntries(Runnable event) {
        betweenReads.add(event);
    }

    synchronized void quorum(Quorum now) {
        quorum = now;
    }

    synchronized void canBeRead(boolean can) {
        canBeRead = can;
    }

    /** Names of keys that have a value. */
    synchronized SortedSet<String> names(String prefix) {
        var names = new TreeSet<String>();
        keys.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(names::add);
        return names;
    }

    /** The batches that were written, without repetitions. */
    synchronized List<Batch> written() {
        return List.copyOf(written);
    }

    /** How many replicas each call of {@link #write} wanted. */
    synchronized List<Integer> replicasWanted() {
        return List.copyOf(replicasWanted);
    }

    /** Takes a key away, as nobody but a fault would. */
    synchronized void lose(String key) {
        keys.remove(key);
    }

    /** Writes a sibling of all that is there. */
    synchronized void putBeside(String key, Value value) {
        add(key, value, "rival:" + ++versions);
    }

    @Override
    public synchronized Gathered<Map<String, List<Version>>> versions(Collection<String> wanted) {
        readable();
        Map<String, List<Version>> found = new HashMap<>();
        for (String key : wanted) {
            List<Version> all = keys.get(key);
            if (all != null) {
                found.put(key, List.copyOf(all));
            }
        }
        return new Gathered<>(quorum, found);
    }

    @Override
    public Gathered<Map<String, Value>> entries(String prefix) {
        Gathered<Map<String, Value>> gathered;
        Runnable event;
        synchronized (this) {
            readable();
            Map<String, Value> found = new TreeMap<>();
            names(prefix)
                    .forEach(key -> found.put(
                            key, requireNonNull(keys.get(key)).getFirst().value()));
            gathered = new Gathered<>(quorum, found);
            event = betweenReads.poll();
        }
        if (event != null) {
            event.run();
        }
        return gathered;
    }

    @Override
    public synchronized Receipt write(Batch batch, String id, int replicas) {
        replicasWanted.add(replicas);
        Outcome outcome = outcomes.isEmpty() ? Outcome.DONE : outcomes.remove();
        if (outcome == Outcome.REFUSED) {
            throw new NoMajorityException(List.of());
        }
        String version = outcome == Outcome.ALONE ? apply(batch) : done.computeIfAbsent(id, _ -> apply(batch));
        return switch (outcome) {
            case UNKNOWN -> throw new OutcomeUnknownException(id, List.of(), null);
            case TOO_FEW, ALONE -> new Receipt(Optional.of(version), OptionalInt.of(1), false);
            case DONE, REFUSED -> new Receipt(Optional.of(version), OptionalInt.of(replicas), true);
        };
    }

    private String apply(Batch batch) {
        if (batch.mutations().size() > MUTATIONS_MAX) {
            throw new AssertionError("a batch of " + batch.mutations().size() + " mutations");
        }
        int body = 0;
        for (Mutation mutation : batch.mutations()) {
            int value = mutation instanceof Mutation.Put put ? put.value().bytes().length : 0;
            body += value * 4 / 3;
            if (value > VALUE_MAX || body > BODY_MAX) {
                throw new AssertionError("a value of " + value + " bytes in a body of " + body);
            }
        }
        String version = "node0:" + ++versions;
        for (Mutation mutation : batch.mutations()) {
            switch (mutation) {
                case Mutation.Put(Key key, Value value, WriteOptions options) -> {
                    replace(name(key), options.condition());
                    add(name(key), value, version);
                }
                case Mutation.Delete(Key key, WriteOptions options) -> replace(name(key), options.condition());
                case Mutation.AddElement _, Mutation.RemoveElement _, Mutation.AddToCounter _ ->
                    throw new AssertionError("a journal has keys only");
            }
        }
        written.add(batch);
        return version;
    }

    private void replace(String key, Condition condition) {
        switch (condition) {
            case Condition.None _ -> keys.remove(key);
            case Condition.Replaces(List<String> gone) -> {
                List<Version> all = new ArrayList<>(keys.getOrDefault(key, List.of()));
                all.removeIf(version -> gone.contains(version.version()));
                if (all.isEmpty()) {
                    keys.remove(key);
                } else {
                    keys.put(key, all);
                }
            }
            case Condition.Matches _, Condition.Present _, Condition.Absent _ ->
                throw new AssertionError("a journal writes whatever is there");
        }
    }

    private void add(String key, Value value, String version) {
        keys.computeIfAbsent(key, _ -> new ArrayList<>())
                .add(new Version(version, value, Instant.EPOCH, Optional.empty()));
    }

    private void readable() {
        if (!canBeRead) {
            throw new NoMajorityException(List.of());
        }
    }

    private static String name(Key key) {
        return switch (key) {
            case Key.Plain(String name) -> name;
            case Key.Field _ -> throw new AssertionError("a journal has keys only");
        };
    }
}
