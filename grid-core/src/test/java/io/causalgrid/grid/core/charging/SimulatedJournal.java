package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.charging.StoreSite.Version;
import io.causalgrid.grid.core.charging.StoreSite.Write;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link io.causalgrid.grid.core.owner.Journal} promises, over the simulated store. Each batch is one write under the
 * owner's claim number; a reader takes the batches of the highest claim that has written a book, from its last book on. What
 * substations say of keys lies beside one another at the key's register, each replacing only what its own substation said
 * under claims that are not higher.
 */
final class SimulatedJournal {
    private record Stored(long claim, Batch batch) {}

    /**
     * What a substation's owners have read of earlier ones when they began: nothing later of those counts.
     *
     * @param claim of the latest owner
     * @param last the last batch that counts, by claim
     */
    private record Fence(long claim, Map<Long, Long> last) {
        static final Fence NONE = new Fence(0, Map.of());

        boolean lets(Said said) {
            return said.claim() >= claim || said.batch() <= last.getOrDefault(said.claim(), 0L);
        }
    }

    /**
     * What a substation says of a key.
     *
     * @param record null if it says nothing any more; that stays, because a batch that was tried at two sites may leave what it
     *     said at the one when the other has gone on
     */
    private record Said(
            String substation,
            long claim,
            long batch,
            @Nullable KeyRecord record) {}

    /** All that there are. */
    static final List<String> SUBSTATIONS = List.of("A", "B");

    private final String substation;
    private final StoreClient store;
    private final Machine owner;
    private final Flaw flaw;
    private long claim;
    private Fence fence = Fence.NONE;
    /** The last batch that is safe: none is written before the one before it is. */
    private long written;

    private boolean isClosed;

    SimulatedJournal(String substation, Machine owner, StoreClient store, Flaw flaw) {
        this.substation = substation;
        this.owner = owner;
        this.store = store;
        this.flaw = flaw;
    }

    /** Reads what earlier owners left; null if it cannot be known now. */
    void takeOver(long number, Consumer<@Nullable List<OwnerEvent>> answer) {
        claim = number;
        written = 0;
        store.readPrefix("substation/" + substation + "/", found -> {
            if (found == null) {
                answer.accept(null);
                return;
            }
            Map<Long, Long> last = new HashMap<>(
                    fence(found.getOrDefault(fenceKey(substation), List.of())).last());
            found.keySet().removeIf(key -> !key.startsWith(prefix()));
            for (List<Version> versions : found.values()) {
                for (Version version : versions) {
                    var stored = (Stored) version.value();
                    last.merge(stored.claim(), stored.batch().number(), Math::max);
                }
            }
            fence = new Fence(number, last);
            answer.accept(latest(found));
        });
    }

    /**
     * Writes a batch until it is safe; {@code failed} is told each time that it is not.
     *
     * @param mayWrite whether the claim is held for as long as a write may take
     */
    void write(Batch batch, BooleanSupplier mayWrite, Runnable stored, Runnable failed) {
        if (!mayWrite.getAsBoolean() || batch.number() > written + 1) {
            tryAgain(batch, mayWrite, stored, failed);
            return;
        }
        store.write(writes(batch), isStored -> {
            if (isStored) {
                written = batch.number();
                stored.run();
            } else {
                tryAgain(batch, mayWrite, stored, failed);
            }
        });
    }

    private void tryAgain(Batch batch, BooleanSupplier mayWrite, Runnable stored, Runnable failed) {
        if (!isClosed) {
            failed.run();
            owner.after(100, () -> write(batch, mayWrite, stored, failed));
        }
    }

    /** What is under way goes on; nothing is tried again. */
    void close() {
        isClosed = true;
    }

    void read(Set<String> keys, Consumer<@Nullable Map<String, List<KeyFinding>>> answer) {
        Set<String> registers = new HashSet<>();
        keys.forEach(key -> registers.add("key/" + key));
        SUBSTATIONS.forEach(id -> registers.add(fenceKey(id)));
        store.read(registers, found -> {
            if (found == null) {
                answer.accept(null);
                return;
            }
            Map<String, List<KeyFinding>> result = new HashMap<>();
            keys.forEach(key -> result.put(key, findings(key, found)));
            answer.accept(result);
        });
    }

    private List<OwnerEvent> latest(Map<String, List<Version>> found) {
        TreeMap<Long, TreeMap<Long, Batch>> byClaim = new TreeMap<>();
        for (List<Version> versions : found.values()) {
            for (Version version : versions) {
                var stored = (Stored) version.value();
                long of = flaw == Flaw.JOURNAL_IGNORES_FENCE ? 0 : stored.claim();
                byClaim.computeIfAbsent(of, _ -> new TreeMap<>())
                        .put(stored.batch().number(), stored.batch());
            }
        }
        for (TreeMap<Long, Batch> batches : byClaim.descendingMap().values()) {
            List<OwnerEvent> events = fromLastBook(batches);
            if (events != null) {
                return events;
            }
        }
        return List.of();
    }

    private @Nullable List<OwnerEvent> fromLastBook(NavigableMap<Long, Batch> batches) {
        long book = 0;
        for (Batch batch : batches.values()) {
            book = batch.isBook() ? batch.number() : book;
        }
        if (book == 0) {
            return null;
        }
        List<OwnerEvent> events = new ArrayList<>();
        long next = book;
        for (Batch batch : batches.tailMap(book).values()) {
            if (batch.number() != next++ && flaw == Flaw.NONE) {
                throw new AssertionError("the journal of " + substation + " has a gap before " + batch.number());
            }
            events.addAll(batch.events());
        }
        return events;
    }

    private List<Write> writes(Batch batch) {
        long own = claim;
        List<Write> writes = new ArrayList<>();
        writes.add(new Write(fenceKey(substation), fence, before -> ((Fence) before).claim() <= own));
        if (batch.isBook()) {
            // All that it makes superfluous; a site that has not seen all of that yet will show some of it again,
            // fenced.
            for (long old = Math.max(1, batch.number() - 60); old < batch.number(); old++) {
                writes.add(new Write(prefix() + own + "/" + old, null, _ -> true));
            }
        }
        writes.add(new Write(prefix() + own + "/" + batch.number(), new Stored(own, batch), _ -> true));
        batch.keys().forEach((key, record) -> {
            var value = new Said(substation, own, batch.number(), record.orElse(null));
            writes.add(new Write("key/" + key, value, before -> isOwn((Said) before, own)));
        });
        return writes;
    }

    private boolean isOwn(Said said, long own) {
        return said.substation().equals(substation) && said.claim() <= own;
    }

    /** What stands at one site. */
    static List<KeyFinding> findings(StoreSite site, String key) {
        Set<String> registers = new HashSet<>(Set.of("key/" + key));
        SUBSTATIONS.forEach(id -> registers.add(fenceKey(id)));
        StoreSite.Reading reading = site.read(registers);
        return reading == null ? List.of() : findings(key, reading.versions());
    }

    private static List<KeyFinding> findings(String key, Map<String, List<Version>> found) {
        Map<String, Said> latest = new TreeMap<>();
        for (Version version : found.getOrDefault("key/" + key, List.of())) {
            var said = (Said) version.value();
            if (fence(found.getOrDefault(fenceKey(said.substation()), List.of()))
                    .lets(said)) {
                latest.merge(said.substation(), said, SimulatedJournal::later);
            }
        }
        List<KeyFinding> findings = new ArrayList<>();
        for (Said said : latest.values()) {
            KeyRecord record = said.record();
            if (record != null) {
                findings.add(new KeyFinding(record, said.substation() + said.claim() + "/" + said.batch()));
            }
        }
        return findings;
    }

    private static Fence fence(List<Version> versions) {
        return versions.stream()
                .map(version -> (Fence) version.value())
                .reduce(Fence.NONE, (one, other) -> one.claim() > other.claim() ? one : other);
    }

    private static String fenceKey(String id) {
        return "substation/" + id + "/fence";
    }

    private static Said later(Said one, Said other) {
        boolean isLater = one.claim() != other.claim() ? one.claim() > other.claim() : one.batch() > other.batch();
        return isLater ? one : other;
    }

    private String prefix() {
        return "substation/" + substation + "/batch/";
    }
}
