package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The registers that were written last, so that neither those who read them nor the next write of their keys have to go
 * through RocksDB. Each key has one place, which it shares with others, and the last one written has it; so what this
 * takes of the heap is bounded.
 *
 * <p>It never says anything but what RocksDB would say: the owner forgets a key before it writes its register, and
 * remembers it after that. Readers change nothing, so none can put back what is out of date.
 */
final class RecentRegisters {
    private static final int PLACES = 32_768; // a power of two
    private static final int BYTES_MAX = 512; // of the values of a register that is worth remembering

    private final AtomicReferenceArray<@Nullable KeyedRegister> places = new AtomicReferenceArray<>(PLACES);

    /** The register of a key; nothing if it is not remembered. Any thread. */
    Optional<Register> find(String key) {
        KeyedRegister found = places.get(placeOf(key));
        return found != null && found.key().equals(key) ? Optional.of(found.register()) : Optional.empty();
    }

    /** The register of a key is about to change. */
    void forget(String key) {
        places.set(placeOf(key), null);
    }

    /** The register of a key has been written. */
    void remember(String key, Register register) {
        int bytes = 0;
        for (var version : register.versions()) {
            bytes += version.value().length();
        }
        if (bytes <= BYTES_MAX) {
            places.set(placeOf(key), new KeyedRegister(key, register));
        }
    }

    /** What is stored has become another. */
    void clear() {
        for (int place = 0; place < PLACES; place++) {
            places.set(place, null);
        }
    }

    private static int placeOf(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
