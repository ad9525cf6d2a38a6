package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.StatePoint;

/** Adds up a state's digest and its number of keys, register by register. One thread. */
final class Tally {
    private Digest digest = Digest.ZERO;
    private long keys;

    void add(String key, Register register) {
        digest = digest.plus(Digest.of(key, register));
        if (StoreKeys.isData(key)) {
            keys++;
        }
    }

    /** The point of a state with those registers. */
    StatePoint at(LogPoint log) {
        return new StatePoint(log, digest, keys);
    }

    @Override
    public String toString() {
        return "digest " + digest + " over " + keys + " keys";
    }
}
