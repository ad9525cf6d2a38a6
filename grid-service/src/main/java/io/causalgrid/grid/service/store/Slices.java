package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.kv.client.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts events into documents that fit a value of the store. */
final class Slices {
    /** A quarter of what a value may have. */
    private static final int BYTES_MAX = 256 << 10;
    /** Entries of one event; larger ones are the same as several. */
    private static final int ENTRIES_MAX = 2_000;

    private Slices() {}

    static List<Value> of(List<OwnerEvent> events) {
        List<Value> slices = new ArrayList<>();
        List<byte[]> slice = new ArrayList<>();
        int bytes = 0;
        for (OwnerEvent whole : events) {
            for (OwnerEvent event : cut(whole)) {
                byte[] encoded = JournalCodec.encode(event);
                if (!slice.isEmpty() && bytes + encoded.length > BYTES_MAX) {
                    slices.add(JournalCodec.slice(slice));
                    slice.clear();
                    bytes = 0;
                }
                slice.add(encoded);
                bytes += encoded.length;
            }
        }
        if (!slice.isEmpty() || slices.isEmpty()) { // a batch without events has its place among the others, too
            slices.add(JournalCodec.slice(slice));
        }
        return slices;
    }

    private static List<OwnerEvent> cut(OwnerEvent event) {
        List<OwnerEvent> pieces = new ArrayList<>();
        switch (event) {
            case OwnerEvent.Booked(LedgerEvent.Delivered(var at, Map<String, Double> wattHours))
            when wattHours.size() > ENTRIES_MAX ->
                parts(wattHours)
                        .forEach(part -> pieces.add(new OwnerEvent.Booked(new LedgerEvent.Delivered(at, part))));
            case OwnerEvent.Allowed(var at, Map<String, Double> amps)
            when amps.size() > ENTRIES_MAX -> parts(amps).forEach(part -> pieces.add(new OwnerEvent.Allowed(at, part)));
            case OwnerEvent.Booked _, OwnerEvent.Allowed _, OwnerEvent.Lent _ -> pieces.add(event);
        }
        return pieces;
    }

    private static List<Map<String, Double>> parts(Map<String, Double> whole) {
        List<Map<String, Double>> parts = new ArrayList<>();
        Map<String, Double> part = new HashMap<>();
        for (Map.Entry<String, Double> entry : whole.entrySet()) {
            part.put(entry.getKey(), entry.getValue());
            if (part.size() == ENTRIES_MAX) {
                parts.add(part);
                part = new HashMap<>();
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
