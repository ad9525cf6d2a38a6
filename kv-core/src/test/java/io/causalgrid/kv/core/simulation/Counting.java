package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.replica.RequestId;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Counter;
import io.causalgrid.kv.core.state.ReplicaState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients that count by ones at all sites, and repeat what was not answered, here and there. In the end every increment that
 * was answered must count, once; of one that was never answered nobody can say, but it must not count twice.
 */
final class Counting {
    private static final String COUNTER = StoreKeys.ofCounter("n");
    private static final int TRIES_MAX = 4;

    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private final List<Increment> increments = new ArrayList<>();

    Counting(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.scheduler = cluster.scheduler();
    }

    void begin() {
        scheduler.in(1 + scheduler.random().nextInt(300), () -> {
            if (cluster.isInChaos()) {
                cluster.anyReadySite().flatMap(SimulatedSite::ready).ifPresent(life -> {
                    var increment = new Increment("r" + increments.size());
                    increments.add(increment);
                    increment.tryAt(life);
                });
                begin();
            }
        });
    }

    /** What a site counts in the end. */
    void judge(ReplicaState state) {
        VersionVector applied = state.point().applied();
        long certain = increments.stream()
                .map(increment -> increment.written)
                .filter(dot -> dot != null && applied.contains(dot))
                .count();
        long uncertain = increments.stream()
                .filter(increment -> increment.written == null && !increment.certainlyNotWritten)
                .count();
        assertThat(Counter.value(state.read(COUNTER)))
                .as("the count, with %d increments that were answered and %d of which nobody knows", certain, uncertain)
                .isBetween(certain, certain + uncertain);
        // The judgement looks hours ahead, where no request is known any more: what is repeated after it would count
        // again.
        increments.forEach(increment -> increment.tries = TRIES_MAX);
        cluster.statistics().count(Happening.INCREMENT, certain);
        cluster.statistics().count(Happening.INCREMENT_OF_UNKNOWN_OUTCOME, uncertain);
    }

    private final class Increment {
        private final String id;
        private @Nullable String firstSite;
        private @Nullable Dot written;
        private boolean certainlyNotWritten;
        private int tries;

        Increment(String id) {
            this.id = id;
        }

        void tryAt(SiteLife life) {
            tries++;
            int current = tries;
            Optional<String> first = Optional.ofNullable(firstSite);
            if (firstSite == null) {
                firstSite = life.replica().self().toString();
            }
            var step = new WriteRequest.Increment(COUNTER, 1);
            var request = new RequestId(id, "by one", first);
            life.guard(() -> life.replica()
                    .write(new WriteRequest(List.of(), List.of(step), List.of(), Optional.of(request)))
                    .whenComplete((outcome, failure) -> cluster.note(() -> answered(outcome, current))));
            scheduler.in(20 + scheduler.random().nextInt(400), this::repeatIfUnanswered);
        }

        private void answered(@Nullable WriteOutcome outcome, int current) {
            // An answer can get lost on its way, and then its client knows nothing.
            if (scheduler.chance(25)) {
                return;
            }
            if (outcome == null) {
                certainlyNotWritten = tries == 1 && current == 1;
                return;
            }
            switch (outcome) {
                case WriteOutcome.Written(var transaction, var _) -> written(transaction.dot());
                case WriteOutcome.Repeated(Dot version, var _) -> {
                    cluster.statistics().count(Happening.INCREMENT_REPEATED);
                    written(version);
                }
                case WriteOutcome.NotRepeatable _ -> cluster.statistics().count(Happening.INCREMENT_NOT_REPEATABLE);
                case WriteOutcome.UnderWay _ -> cluster.statistics().count(Happening.INCREMENT_UNDER_WAY);
                case WriteOutcome.Refused refused -> throw new AssertionError("an increment is refused: " + refused);
            }
        }

        private void written(Dot dot) {
            written = dot;
            cluster.losses().acknowledged(dot);
        }

        private void repeatIfUnanswered() {
            if (written == null && !certainlyNotWritten && tries < TRIES_MAX && cluster.isInChaos()) {
                cluster.anyReadySite().flatMap(SimulatedSite::ready).ifPresent(this::tryAt);
            }
        }
    }
}
