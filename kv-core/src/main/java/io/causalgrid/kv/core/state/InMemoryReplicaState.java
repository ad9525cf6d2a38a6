package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The state in the heap: a sorted concurrent map of immutable registers, and a point that is published after them. */
public final class InMemoryReplicaState implements ReplicaState {
    private final ConcurrentSkipListMap<String, Register> registers = new ConcurrentSkipListMap<>();
    private volatile StatePoint point = StatePoint.START;

    @Override
    public Register read(String key) {
        return registers.getOrDefault(key, Register.EMPTY);
    }

    @Override
    public List<KeyedRegister> scan(String after, int limit) {
        var page = new ArrayList<KeyedRegister>();
        for (Map.Entry<String, Register> entry :
                registers.tailMap(after, after.isEmpty()).entrySet()) {
            if (page.size() == limit) {
                break;
            }
            page.add(new KeyedRegister(entry.getKey(), entry.getValue()));
        }
        return page;
    }

    @Override
    public StatePoint point() {
        return point;
    }

    @Override
    public void apply(long position, Transaction transaction) {
        StatePoint before = point;
        VersionVector applied = before.applied().with(transaction.dot());
        Digest digest = before.digest();
        long keys = before.keys();
        for (Mutation mutation : transaction.mutations()) {
            Register old = read(mutation.key());
            Register changed = old.replace(transaction.dependencies(), added(transaction, mutation));
            digest = digest.minus(digestOf(mutation.key(), old)).plus(digestOf(mutation.key(), changed));
            keys += (changed.versions().isEmpty() ? 0 : 1) - (old.versions().isEmpty() ? 0 : 1);
            if (changed.versions().isEmpty()) {
                registers.remove(mutation.key());
            } else {
                registers.put(mutation.key(), changed);
            }
        }
        point = new StatePoint(position, applied, before.highest().max(transaction.timestamp()), digest, keys);
    }

    @Override
    public void skip(long position) {
        StatePoint before = point;
        point = new StatePoint(position, before.applied(), before.highest(), before.digest(), before.keys());
    }

    private static @Nullable Version added(Transaction transaction, Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put put -> new Version(transaction.dot(), transaction.timestamp(), put.value());
            case Mutation.Delete _ -> null;
        };
    }

    private static Digest digestOf(String key, Register register) {
        Digest sum = Digest.ZERO;
        for (Version version : register.versions()) {
            sum = sum.plus(Digest.of(key, version));
        }
        return sum;
    }
}
