package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.StatePoint;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A state at rest. Nobody changes its maps.
 *
 * @param registers by key, in the order of the keys' UTF-8 bytes; no empty one
 * @param points what its index of points has
 * @param gaps what its index of points has
 */
record StateImage(
        SortedMap<String, Register> registers,
        StatePoint point,
        List<LogPoint> points,
        SortedMap<Long, VersionVector> gaps) {
    /** That of the UTF-8 bytes: by code points, so pairs of surrogates come after all other characters. */
    static final Comparator<String> KEY_ORDER = (one, other) -> {
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            char mine = one.charAt(i);
            char theirs = other.charAt(i);
            if (mine != theirs) {
                int surrogates = Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(theirs));
                return surrogates == 0 ? Character.compare(mine, theirs) : surrogates;
            }
        }
        return Integer.compare(one.length(), other.length());
    };

    static StateImage empty(SiteId self) {
        return new StateImage(new TreeMap<>(KEY_ORDER), StatePoint.start(self), List.of(), new TreeMap<>());
    }

    /** What a site holds that has both; the log function stands there after it. */
    StateImage merge(StateImage other, LogPoint after) {
        var keys = new TreeMap<>(registers);
        keys.putAll(other.registers);
        var merged = new TreeMap<String, Register>(KEY_ORDER);
        for (String key : keys.keySet()) {
            Register both = registers
                    .getOrDefault(key, Register.EMPTY)
                    .merge(point.applied(), other.registers.getOrDefault(key, Register.EMPTY), other.point.applied());
            if (!both.isEmpty()) {
                merged.put(key, both);
            }
        }
        return withData(merged, after);
    }

    /** These data in place of the ones here. */
    StateImage withData(SortedMap<String, Register> data, LogPoint after) {
        Digest digest = Digest.ZERO;
        for (var entry : data.entrySet()) {
            digest = digest.plus(Digest.of(entry.getKey(), entry.getValue()));
        }
        long keys = data.keySet().stream().filter(StoreKeys::isData).count();
        return new StateImage(data, new StatePoint(after, digest, keys), points, gaps);
    }
}
