package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Judges writes by what this site will hold when all that is under way has landed. Belongs to the replica's thread. */
final class Judge {
    /** How many versions a key may have side by side before a conditional write that adds one is refused. */
    static final int SIBLINGS_MAX = 64;

    private final Pipeline pipeline;
    private final ReplicaState state;
    private final InstantSource clock;

    Judge(Pipeline pipeline, ReplicaState state, InstantSource clock) {
        this.pipeline = pipeline;
        this.state = state;
        this.clock = clock;
    }

    /**
     * Why a write is refused; nothing if it may go to the log.
     *
     * @throws io.causalgrid.kv.core.state.StateException if the state cannot be read
     */
    Optional<WriteOutcome> refusal(WriteRequest request) {
        Instant now = clock.instant();
        for (Condition condition : request.conditions()) {
            Register visible = forecast(condition.key()).visibleAt(now);
            if (!condition.holds(visible)) {
                return Optional.of(new WriteOutcome.ConditionFailed(condition, visible));
            }
        }
        for (Mutation mutation : request.mutations()) {
            if (addsTooMany(mutation)) {
                return Optional.of(new WriteOutcome.TooManySiblings(mutation.key(), SIBLINGS_MAX));
            }
        }
        return Optional.empty();
    }

    private Register forecast(String key) {
        return pipeline.forecast().register(key, state.read(key));
    }

    private boolean addsTooMany(Mutation mutation) {
        if (!(mutation instanceof Mutation.Put put) || !(put.replaces() instanceof Replaces.Only only)) {
            return false; // it replaces all that is here
        }
        return forecast(put.key()).versions().stream()
                        .filter(version -> !only.dots().contains(version.dot()))
                        .count()
                >= SIBLINGS_MAX;
    }
}
