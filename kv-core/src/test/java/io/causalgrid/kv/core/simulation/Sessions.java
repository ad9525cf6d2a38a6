package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.history.CausalConsistencyChecker;
import io.causalgrid.kv.core.history.History;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Clients that hop from site to site and carry along what they have seen. They write plain values, each one once, to
 * keys of their own, and the history of what they saw must be causally convergent.
 */
final class Sessions {
    private static final int CLIENTS = 3;
    private static final int KEYS = 3;
    private static final int PATIENCE_MILLIS = 120;
    private static final int ANSWER_MILLIS_MAX = 150;

    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private final History.Recorder recorder = new History.Recorder();
    private int values;

    Sessions(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.scheduler = cluster.scheduler();
    }

    void begin() {
        for (int i = 0; i < CLIENTS; i++) {
            new Client().goOn();
        }
    }

    void judge() {
        History history = recorder.history();
        assertThat(CausalConsistencyChecker.checkCausalConvergence(history))
                .as("what the clients saw")
                .isEmpty();
        cluster.statistics().count(Happening.HISTORY_CHECKED);
    }

    /** One client; it begins a new session when it does not know what became of a write. */
    private final class Client {
        private History.Session session = recorder.session();
        private VersionVector token = VersionVector.empty();
        private int operation;

        void goOn() {
            scheduler.in(1 + scheduler.random().nextInt(50), () -> {
                if (cluster.isInChaos()) {
                    cluster.anyReadySite().flatMap(SimulatedSite::ready).ifPresentOrElse(this::visit, this::goOn);
                }
            });
        }

        private void visit(SiteLife life) {
            operation++;
            int current = operation;
            var reached = new CompletableFuture<Void>();
            var _ = reached.whenComplete((_, failure) -> cluster.note(() -> {
                if (failure != null || current != operation) {
                    return;
                }
                if (scheduler.chance(50)) {
                    read(life);
                } else {
                    write(life);
                }
            }));
            scheduler.in(PATIENCE_MILLIS, () -> {
                if (!reached.isDone()) {
                    reached.cancel(false);
                    cluster.statistics().count(Happening.SESSION_WAIT_GIVEN_UP);
                    goOn();
                }
            });
            life.guard(() -> life.replica().whenApplied(applied -> applied.includes(token), reached));
        }

        private void read(SiteLife life) {
            for (String key : keys()) {
                Version winner = life.replica().state().read(key).winner();
                session.read(key, winner == null ? null : winner.value().asText());
                cluster.statistics().count(Happening.SESSION_READ);
            }
            token = token.merge(life.replica().state().point().applied());
            goOn();
        }

        private void write(SiteLife life) {
            int current = operation;
            List<Mutation> mutations = new ArrayList<>();
            for (String key : keys()) {
                values++;
                mutations.add(new Mutation.Put(key, Value.text("s" + values)));
            }
            life.replica().write(WriteRequest.of(mutations, List.of())).whenComplete((outcome, _) -> {
                if (current == operation) {
                    operation++;
                    answered(mutations, outcome);
                }
            });
            scheduler.in(ANSWER_MILLIS_MAX, () -> {
                if (current == operation) {
                    operation++;
                    answered(mutations, null);
                }
            });
        }

        private void answered(List<Mutation> mutations, @Nullable WriteOutcome outcome) {
            if (outcome instanceof WriteOutcome.Written(var transaction, var _)) {
                cluster.losses().acknowledged(transaction.dot());
                mutations.forEach(mutation -> session.write(mutation.key(), text(mutation)));
                token = token.merge(transaction.vector());
                cluster.statistics().count(Happening.SESSION_WRITE);
            } else {
                mutations.forEach(mutation -> session.writeOfUnknownOutcome(mutation.key(), text(mutation)));
                session = recorder.session();
                token = VersionVector.empty();
                cluster.statistics().count(Happening.SESSION_WRITE_OF_UNKNOWN_OUTCOME);
            }
            goOn();
        }

        private List<String> keys() {
            return scheduler
                    .random()
                    .ints(0, KEYS)
                    .distinct()
                    .limit(1 + scheduler.random().nextInt(2))
                    .mapToObj(key -> "p" + key)
                    .toList();
        }
    }

    private static String text(Mutation mutation) {
        return mutation instanceof Mutation.Put put ? put.value().asText() : "";
    }
}
