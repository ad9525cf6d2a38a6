package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.majority.Gathered;
import io.causalgrid.kv.client.majority.Quorum;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.WriteOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A substation's journal in the store. Each of an owner's batches is written as one batch of the store, so that a reader sees all
 * of a decision or none of it: the events, under keys that are written once and bear the claim's number, and for readers the
 * sessions, keys and records that they change. What counts is the newest whole book, by claim number, and the events of the same
 * claim after it; whatever an owner of a lower number writes later has no effect on that.
 *
 * <p>Writes are safe when a majority of the members holds them durably, and {@link #takeOver} reads at a majority. Large
 * books are several batches of the store; one that is not whole does not count. What a book makes needless is deleted only after
 * the book is safe, and a reader looks for books after it has looked for events: so a reader that misses an event because it was
 * deleted sees the book that has it.
 */
final class StoreJournal implements Journal {
    private static final Logger LOG = Logger.getLogger(StoreJournal.class);
    private static final int KEYS_AT_ONCE = 500;
    private static final int DELETIONS_AT_ONCE = 400;
    private static final int SAFE_REPLICAS = 2;
    private static final Duration QUORUM_AGE = Duration.ofSeconds(5);

    private final String substation;
    private final JournalStore store;
    private final Names names;
    private final Projections projections;
    private final Runnable onFewReplicas;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** The versions of our own record of each key, which our next one replaces; several if a write was done at two replicas. */
    private final Map<String, Set<String>> ownVersions = new ConcurrentHashMap<>();
    /** Versions of our own records that a replica had when it was cut off from the others; they go once all others have seen them. */
    private final Map<String, Set<String>> leftAlone = new HashMap<>();
    /** Keys that count no more once the next book is safe. */
    private final Set<String> outdated = new HashSet<>();
    /** Keys that do not count any more. */
    private final Deque<String> litter = new ArrayDeque<>();

    private final Set<String> live = new HashSet<>();
    private long claim;
    private @Nullable Prepared underWay;
    private volatile Quorum quorum = new Quorum(1, "", false);
    private volatile long quorumNanos;

    /**
     * @param onFewReplicas called when a batch is as safe as it can be, and held by fewer than two replicas
     */
    StoreJournal(String substation, JournalStore store, Runnable onFewReplicas) {
        this.substation = substation;
        this.store = store;
        this.names = new Names(substation);
        this.projections = new Projections(substation);
        this.onFewReplicas = onFewReplicas;
    }

    /** A batch on its way, as batches of the store; and how many of those are safe. */
    private static final class Prepared {
        final Batch batch;
        final List<io.causalgrid.kv.client.value.Batch> parts = new ArrayList<>();
        /** The keys of which a part says something, by its position. */
        final Map<Integer, Set<String>> said = new HashMap<>();

        int safe;

        Prepared(Batch batch) {
            this.batch = batch;
        }
    }

    @Override
    public synchronized List<OwnerEvent> takeOver(long number) {
        try {
            Gathered<Map<String, Value>> events = store.entries(names.events());
            Gathered<Map<String, Value>> books = store.entries(names.books()); // in this order, see above
            remember(books.quorum());
            claim = number;
            underWay = null;
            live.clear();
            litter.clear();
            outdated.clear();
            outdated.addAll(books.content().keySet());
            outdated.addAll(events.content().keySet());
            List<OwnerEvent> left = new LeftBehind(names, books.content(), events.content()).events();
            learnOwnVersions(left);
            return left;
        } catch (CausalGridException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public CompletionStage<Boolean> write(Batch batch) {
        return soon(() -> writeNow(batch)).exceptionally(failure -> {
            LOG.warnf("batch %d of %s is not stored yet: %s", batch.number(), substation, cause(failure));
            return false;
        });
    }

    @Override
    public CompletionStage<Map<String, List<KeyFinding>>> read(Set<String> keys) {
        return soon(() -> findings(List.copyOf(keys)));
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Fails once this is closed. */
    private <T> CompletableFuture<T> soon(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized boolean writeNow(Batch batch) {
        Prepared prepared = underWay;
        if (prepared == null || prepared.batch.number() != batch.number()) {
            prepared = prepare(batch);
            underWay = prepared;
        }
        if (System.nanoTime() - quorumNanos > QUORUM_AGE.toNanos()) {
            remember(store.versions(List.of(names.owner())).quorum());
        }
        int replicas = quorum.majority();
        while (prepared.safe < prepared.parts.size()) {
            String id = names.request(claim, batch.number(), prepared.safe);
            Receipt receipt = store.write(prepared.parts.get(prepared.safe), id, replicas);
            Set<String> keys = prepared.said.getOrDefault(prepared.safe, Set.of());
            Set<String> versions = receipt.version().map(Set::of).orElse(Set.of());
            if (!receipt.enoughReplicas()) {
                keys.forEach(key ->
                        leftAlone.computeIfAbsent(key, _ -> new HashSet<>()).addAll(versions));
                return false;
            }
            keys.forEach(key -> ownVersions.put(key, versions));
            prepared.safe++;
        }
        if (batch.isBook()) {
            litter.addAll(outdated);
            outdated.clear();
        }
        if (replicas < SAFE_REPLICAS) {
            onFewReplicas.run();
        }
        underWay = null;
        return true;
    }

    /**
     * The batch as batches of the store: as few as the store's bounds allow, and the last events in the last one, so that the batch
     * is not whole before.
     */
    private Prepared prepare(Batch batch) {
        var prepared = new Prepared(batch);
        List<Value> slices = Slices.of(batch.events());
        String prefix = batch.isBook() ? names.books() : names.events();
        if (batch.isBook()) {
            outdated.addAll(live);
            live.clear();
        }
        Map<String, Value> events = new LinkedHashMap<>();
        for (int slice = 0; slice < slices.size(); slice++) {
            events.put(names.slice(prefix, claim, batch.number(), slice, slices.size()), slices.get(slice));
        }
        live.addAll(events.keySet());
        var parts = new Parts();
        projections.of(batch, parts);
        batch.keys().forEach((key, record) -> say(parts, key, record, prepared));
        for (int i = 0; i < DELETIONS_AT_ONCE && !litter.isEmpty(); i++) {
            Key name = Key.of(litter.remove());
            parts.add(part -> part.delete(name));
        }
        events.forEach((key, value) -> parts.add(value, part -> part.put(Key.of(key), value)));
        prepared.parts.addAll(parts.all());
        return prepared;
    }

    private void say(Parts parts, String key, Optional<KeyRecord> record, Prepared prepared) {
        Set<String> before = new HashSet<>(ownVersions.getOrDefault(key, Set.of()));
        before.addAll(leftAlone.getOrDefault(key, Set.of()));
        WriteOptions options = WriteOptions.none().replacing(List.copyOf(before));
        Key name = Key.of(Names.key(key));
        if (record.isPresent()) {
            Value value = JournalCodec.encode(record.get());
            parts.add(value, part -> part.put(name, value, options));
            prepared.said.computeIfAbsent(parts.last(), _ -> new HashSet<>()).add(key);
        } else if (!before.isEmpty()) {
            parts.add(part -> part.delete(name, options));
            ownVersions.remove(key);
            leftAlone.remove(key);
        }
    }

    private Map<String, List<KeyFinding>> findings(List<String> keys) {
        Map<String, List<KeyFinding>> findings = new HashMap<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            Map<String, String> byName = new LinkedHashMap<>();
            keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE))
                    .forEach(key -> byName.put(Names.key(key), key));
            Gathered<Map<String, List<Version>>> read = store.versions(byName.keySet());
            remember(read.quorum());
            read.content().forEach((name, versions) -> {
                List<KeyFinding> found = new ArrayList<>();
                for (Version version : versions) {
                    found.add(new KeyFinding(JournalCodec.decodeKey(name, version.value()), version.version()));
                }
                findings.put(byName.getOrDefault(name, name), found);
            });
        }
        return findings;
    }

    /** Of the keys whose sessions were taken over. */
    private void learnOwnVersions(List<OwnerEvent> events) {
        ownVersions.clear();
        leftAlone.clear();
        Set<String> keys = new HashSet<>();
        for (OwnerEvent event : events) {
            if (event instanceof OwnerEvent.Booked(LedgerEvent booked)) {
                switch (booked) {
                    case LedgerEvent.Reserved reserved ->
                        keys.add(reserved.attempt().key());
                    case LedgerEvent.Queued queued -> keys.add(queued.attempt().key());
                    case LedgerEvent.Standing standing ->
                        keys.add(standing.attempt().key());
                    case LedgerEvent.Remembered remembered -> keys.add(remembered.key());
                    case LedgerEvent.Confirmed _,
                            LedgerEvent.Promoted _,
                            LedgerEvent.Delivered _,
                            LedgerEvent.Suspended _,
                            LedgerEvent.Resumed _,
                            LedgerEvent.Ended _,
                            LedgerEvent.Counted _ -> {}
                }
            }
        }
        findings(List.copyOf(keys)).forEach((key, found) -> {
            for (KeyFinding finding : found) {
                if (finding.record().substation().equals(substation)) {
                    ownVersions.computeIfAbsent(key, _ -> new HashSet<>()).add(finding.version());
                }
            }
        });
    }

    private void remember(Quorum known) {
        quorum = known;
        quorumNanos = System.nanoTime();
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }
}
