package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.ReplicaState;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that add to sets and maps, and take out of them, at all sites. In the end what was added is in there unless
 * somebody who knew of it took it out: a concurrent addition wins. The names are such that one set must not show another's.
 */
final class Collecting {
    private static final List<String> OUTER = List.of("s", "s\0", "s\0\1e");
    private static final List<String> INNER = List.of("", "e", "e\0", "\1e");

    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private final Random random;

    Collecting(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.scheduler = cluster.scheduler();
        this.random = scheduler.random();
    }

    void begin() {
        scheduler.in(1 + random.nextInt(400), () -> {
            if (cluster.isInChaos()) {
                cluster.anyReadySite().flatMap(SimulatedSite::ready).ifPresent(this::write);
                begin();
            }
        });
    }

    /** What a site has in the end. */
    void judge(ReplicaState state) {
        for (String outer : OUTER) {
            judge(state, StoreKeys.elements(outer, null), outer, StoreKeys::ofElement);
            judge(state, StoreKeys.fields(outer, null), outer, StoreKeys::ofField);
        }
    }

    private void judge(ReplicaState state, KeyRange range, String outer, BinaryOperator<String> register) {
        var actual = new TreeSet<String>();
        state.scan(range, Integer.MAX_VALUE).forEach(entry -> actual.add(StoreKeys.inner(range, entry.key())));
        var expected = new TreeSet<String>();
        for (String inner : INNER) {
            if (cluster.oracle()
                    .isAdded(register.apply(outer, inner), state.point().applied())) {
                expected.add(inner);
            }
        }
        assertThat(actual).as("what is in '%s'", outer).isEqualTo(expected);
        cluster.statistics().count(Happening.COLLECTED, actual.size());
    }

    private void write(SiteLife life) {
        String outer = OUTER.get(random.nextInt(OUTER.size()));
        String inner = INNER.get(random.nextInt(INNER.size()));
        String register = random.nextBoolean() ? StoreKeys.ofElement(outer, inner) : StoreKeys.ofField(outer, inner);
        Mutation mutation =
                random.nextInt(3) == 0 ? new Mutation.Delete(register) : new Mutation.Put(register, Value.text(""));
        life.guard(() -> life.replica().write(WriteRequest.of(mutation)).whenComplete(this::answered));
    }

    private void answered(@Nullable WriteOutcome outcome, @Nullable Throwable failure) {
        if (outcome instanceof WriteOutcome.Written written) {
            cluster.losses().acknowledged(written.transaction().dot());
        }
    }
}
