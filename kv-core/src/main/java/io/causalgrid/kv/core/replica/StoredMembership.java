package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The membership as the store has it, or as it is configured while the store has none. On the replica's thread. */
final class StoredMembership {
    private final Membership configured;
    private final ReplicaState state;
    private final ReplicaObserver observer;
    private Membership now;
    private boolean due;

    StoredMembership(Membership configured, ReplicaState state, ReplicaObserver observer) {
        this.configured = configured;
        this.state = state;
        this.observer = observer;
        this.now = in(state.read(ReplicaState.SYSTEM_KEY));
    }

    Membership now() {
        return now;
    }

    /** A record has taken effect, which may change the membership. */
    void landed(LogRecord logRecord, Optional<Transaction> effective) {
        due |= logRecord instanceof LogRecord.Install
                || effective.map(StoredMembership::changesIt).orElse(false);
        renewIfDue();
    }

    void renewIfDue() {
        if (!due) {
            return;
        }
        try {
            now = in(state.read(ReplicaState.SYSTEM_KEY));
        } catch (StateException e) {
            return; // still due
        }
        due = false;
        observer.membershipChanged(now);
    }

    /**
     * The write that changes it, unless another change is under way at this site.
     *
     * @throws StateException if the state cannot be read
     */
    WriteRequest changing(UnaryOperator<Membership> change) {
        String key = ReplicaState.SYSTEM_KEY;
        Register known = state.read(key);
        Set<Dot> dots = known.versions().stream().map(Version::dot).collect(Collectors.toSet());
        var condition = dots.isEmpty() ? new Condition.Absent(key) : new Condition.Current(key, dots);
        // A version that comes from elsewhere meanwhile stays beside the new one, and merges with it.
        Membership changed = change.apply(in(known));
        var put = new Mutation.Put(key, changed.toValue(), new Replaces.Only(dots), null);
        return WriteRequest.of(List.of(put), List.of(condition));
    }

    private static boolean changesIt(Transaction transaction) {
        for (Mutation mutation : transaction.mutations()) {
            if (mutation.key().equals(ReplicaState.SYSTEM_KEY)) {
                return true;
            }
        }
        return false;
    }

    private Membership in(Register register) {
        return register.versions().stream()
                .map(Version::value)
                .map(Membership::fromValue)
                .reduce(Membership::merge)
                .orElse(configured);
    }
}
