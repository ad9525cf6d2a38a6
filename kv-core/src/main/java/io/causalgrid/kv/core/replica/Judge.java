package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.state.Counter;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges writes by what this site will hold when all that is under way has landed. Belongs to the replica's thread. */
final class Judge {
    /** How many versions a key may have side by side before a conditional write that adds one is refused. */
    static final int SIBLINGS_MAX = 64;

    /**
     * How many bytes the versions may have together, likewise: a key is read and written whole, and must fit into memory several
     * times.
     */
    static final long SIBLINGS_BYTES_MAX = 8L << 20;

    private final Pipeline pipeline;
    private final ReplicaState state;
    private final InstantSource clock;

    /** What is to be done with a write. */
    sealed interface Verdict {
        /** It goes to the log: these mutations, after which its counters will have those values. */
        record Accepted(List<Mutation> mutations, List<Long> counts) implements Verdict {}

        /** It does not. */
        record Settled(WriteOutcome outcome) implements Verdict {}
    }

    Judge(Pipeline pipeline, ReplicaState state, InstantSource clock) {
        this.pipeline = pipeline;
        this.state = state;
        this.clock = clock;
    }

    /** @throws io.causalgrid.kv.core.state.StateException if the state cannot be read */
    Verdict judge(WriteRequest request) {
        Instant now = clock.instant();
        Optional<WriteOutcome> settled = known(request, now).or(() -> refusal(request, now));
        return settled.<Verdict>map(Verdict.Settled::new).orElseGet(() -> accept(request, now));
    }

    private Optional<WriteOutcome> known(WriteRequest request, Instant now) {
        if (request.request().isEmpty()) {
            return Optional.empty();
        }
        RequestId id = request.request().get();
        Version kept = forecast(id.key()).visibleAt(now).winner();
        if (kept == null) {
            return id.firstSite()
                    .filter(first -> !request.increments().isEmpty() && !first.equals(self().toString()))
                    .map(WriteOutcome.NotRepeatable::new);
        }
        RequestId.Answer answer = RequestId.answer(kept);
        if (!answer.fingerprint().equals(id.fingerprint())) {
            return Optional.of(new WriteOutcome.IdReused());
        }
        boolean landed = state.point().applied().contains(answer.version());
        return Optional.of(
                landed ? new WriteOutcome.Repeated(answer.version(), answer.counts()) : new WriteOutcome.UnderWay());
    }

    private Optional<WriteOutcome> refusal(WriteRequest request, Instant now) {
        for (Condition condition : request.conditions()) {
            Register visible = forecast(condition.key()).visibleAt(now);
            if (!condition.holds(visible)) {
                return Optional.of(new WriteOutcome.ConditionFailed(condition, visible));
            }
        }
        for (Mutation mutation : request.mutations()) {
            Optional<WriteOutcome> tooMuch = addsTooMuch(mutation);
            if (tooMuch.isPresent()) {
                return tooMuch;
            }
        }
        for (WriteRequest.Increment increment : request.increments()) {
            if (overflows(increment, forecast(increment.key()))) {
                return Optional.of(new WriteOutcome.CounterOverflow(increment.key(), Counter.SUM_MAX));
            }
        }
        return Optional.empty();
    }

    /** Neither this site's share nor all shares together may leave the bounds; what leads back to them may. */
    private boolean overflows(WriteRequest.Increment increment, Register register) {
        long before = Counter.value(register);
        long after = before + increment.delta();
        return Math.abs(ownSum(register) + increment.delta()) > Counter.SUM_MAX
                || (Math.abs(after) > Counter.SUM_MAX && Math.abs(after) > Math.abs(before));
    }

    private Verdict accept(WriteRequest request, Instant now) {
        if (request.increments().isEmpty() && request.request().isEmpty()) {
            return new Verdict.Accepted(request.mutations(), List.of());
        }
        var mutations = new ArrayList<>(request.mutations());
        var counts = new ArrayList<Long>();
        for (WriteRequest.Increment increment : request.increments()) {
            Register register = forecast(increment.key());
            mutations.add(put(increment, register));
            counts.add(Counter.value(register) + increment.delta());
        }
        request.request().ifPresent(id -> mutations.add(id.keep(counts, now)));
        return new Verdict.Accepted(mutations, counts);
    }

    /** A site's new sum takes the place of its old one; the sums of others stay, whether or not they are known here. */
    private Mutation put(WriteRequest.Increment increment, Register register) {
        var sum = Counter.valueOf(ownSum(register) + increment.delta());
        var replaces = own(register).map(version -> Set.of(version.dot())).orElse(Set.of());
        return new Mutation.Put(increment.key(), sum, new Replaces.Only(replaces), null);
    }

    private long ownSum(Register register) {
        return own(register).map(Counter::sum).orElse(0L);
    }

    private Optional<Version> own(Register register) {
        return register.versions().stream()
                .filter(version -> version.dot().site().equals(self()))
                .findFirst();
    }

    private SiteId self() {
        return pipeline.forecast().point().self();
    }

    private Register forecast(String key) {
        return pipeline.forecast().register(key, state.read(key));
    }

    private Optional<WriteOutcome> addsTooMuch(Mutation mutation) {
        if (!(mutation instanceof Mutation.Put put) || !(put.replaces() instanceof Replaces.Only only)) {
            return Optional.empty(); // it replaces all that is here
        }
        int beside = 0;
        long bytes = put.value().length();
        for (Version version : forecast(put.key()).versions()) {
            if (!only.dots().contains(version.dot())) {
                beside++;
                bytes += version.value().length();
            }
        }
        if (beside >= SIBLINGS_MAX) {
            return Optional.of(new WriteOutcome.TooManySiblings(put.key(), SIBLINGS_MAX));
        }
        return beside > 0 && bytes > SIBLINGS_BYTES_MAX
                ? Optional.of(new WriteOutcome.SiblingsTooLarge(put.key(), SIBLINGS_BYTES_MAX))
                : Optional.empty();
    }
}
