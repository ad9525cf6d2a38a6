package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.kv.client.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What earlier owners have left: the newest whole book, by claim number and then by batch, and the batches of the same claim after
 * it. All else is of owners that were fenced, or was to be deleted.
 */
final class LeftBehind {
    private static final Comparator<BatchName> ORDER =
            Comparator.comparingLong(BatchName::claim).thenComparingLong(BatchName::batch);

    private record BatchName(long claim, long batch) {}

    /** The slices of a batch, by their number, and how many there should be. */
    private static final class Found {
        final NavigableMap<Integer, String> slices = new TreeMap<>();
        int count;

        boolean isWhole() {
            return slices.size() == count;
        }
    }

    private final NavigableMap<BatchName, Found> books = new TreeMap<>(ORDER);
    private final NavigableMap<BatchName, Found> batches = new TreeMap<>(ORDER);
    private final Map<String, Value> bookValues;
    private final Map<String, Value> batchValues;

    LeftBehind(Names names, Map<String, Value> bookValues, Map<String, Value> batchValues) {
        this.bookValues = bookValues;
        this.batchValues = batchValues;
        collect(names.books(), bookValues, books);
        collect(names.events(), batchValues, batches);
    }

    /**
     * The events in order.
     *
     * @throws JournalException if a batch is missing among others
     */
    List<OwnerEvent> events() {
        List<OwnerEvent> events = new ArrayList<>();
        for (Map.Entry<BatchName, Found> book : books.descendingMap().entrySet()) {
            if (book.getValue().isWhole()) {
                add(book.getValue(), bookValues, events);
                addAfter(book.getKey(), events);
                return events;
            }
        }
        if (!batches.isEmpty()) {
            throw new JournalException("there are events, but no book that they follow", null);
        }
        return events;
    }

    private void addAfter(BatchName book, List<OwnerEvent> events) {
        long next = book.batch() + 1;
        var end = new BatchName(book.claim(), Long.MAX_VALUE);
        for (Map.Entry<BatchName, Found> batch :
                batches.subMap(book, false, end, true).entrySet()) {
            boolean isLast = batch.getKey().equals(batches.floorKey(end));
            if (batch.getKey().batch() != next || (!batch.getValue().isWhole() && !isLast)) {
                throw new JournalException(
                        "batch " + next + " of claim " + book.claim() + " is missing, but a later one is there", null);
            }
            if (batch.getValue().isWhole()) {
                add(batch.getValue(), batchValues, events);
            }
            next++;
        }
    }

    private static void add(Found found, Map<String, Value> values, List<OwnerEvent> events) {
        for (String key : found.slices.values()) {
            Value value = values.get(key);
            if (value != null) {
                events.addAll(JournalCodec.decode(key, value));
            }
        }
    }

    private static void collect(String prefix, Map<String, Value> values, Map<BatchName, Found> into) {
        for (String key : values.keySet()) {
            Names.Slice slice = Names.parse(prefix, key);
            Found found = into.computeIfAbsent(new BatchName(slice.claim(), slice.batch()), _ -> new Found());
            found.slices.put(slice.number(), key);
            found.count = slice.count();
        }
    }
}
