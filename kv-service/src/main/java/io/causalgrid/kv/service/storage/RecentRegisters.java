package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The registers that were written last, so that neither those who read them nor the next write of their keys have to go
 * through RocksDB. Each key has four places, which it shares with others: what is written drives out the oldest of the four
 * that are there. So what this takes of the heap is bounded.
 *
 * <p>It never says anything but what RocksDB would say: the owner forgets a key before it writes its register, and
 * remembers it after that. Readers change nothing, so none can put back what is out of date.
 */
final class RecentRegisters {
    private static final int PLACES_SHIFT = 17;
    private static final int PLACES = 1 << (Integer.SIZE - PLACES_SHIFT);
    private static final int GOLDEN_RATIO = 0x9E3779B9; // 2^32 / phi
    private static final int WAYS = 4; // with two, a third of the places leave out one key in eight
    private static final int BYTES_MAX = 512; // of the values of a register that is worth remembering

    /** The places of a key are beside each other, the newest of their registers in the first. */
    private final AtomicReferenceArray<@Nullable KeyedRegister> places = new AtomicReferenceArray<>(PLACES);

    /** The register of a key; nothing if it is not remembered. Any thread. */
    Optional<Register> find(String key) {
        int first = firstPlaceOf(key);
        for (int place = first; place < first + WAYS; place++) {
            KeyedRegister found = places.get(place);
            if (found != null && found.key().equals(key)) {
                return Optional.of(found.register());
            }
        }
        return Optional.empty();
    }

    /** The register of a key is about to change. */
    void forget(String key) {
        int first = firstPlaceOf(key);
        for (int place = first; place < first + WAYS; place++) {
            KeyedRegister found = places.get(place);
            if (found != null && found.key().equals(key)) {
                places.set(place, null);
            }
        }
    }

    /** The register of a key, which is forgotten, has been written. */
    void remember(String key, Register register) {
        int bytes = 0;
        for (var version : register.versions()) {
            bytes += version.value().length();
        }
        if (bytes > BYTES_MAX) {
            return;
        }
        int first = firstPlaceOf(key);
        int free = first;
        while (free < first + WAYS - 1 && places.get(free) != null) {
            free++;
        }
        for (int place = free; place > first; place--) {
            places.set(place, places.get(place - 1)); // for a moment it is in both, and not in none
        }
        places.set(first, new KeyedRegister(key, register));
    }

    /** What is stored has become another. */
    void clear() {
        for (int place = 0; place < PLACES; place++) {
            places.set(place, null);
        }
    }

    /** By the upper bits of a product (Knuth, TAOCP 3, 6.4): the hashes of keys that are numbered lie close together. */
    private static int firstPlaceOf(String key) {
        return ((key.hashCode() * GOLDEN_RATIO) >>> PLACES_SHIFT) & -WAYS;
    }
}
