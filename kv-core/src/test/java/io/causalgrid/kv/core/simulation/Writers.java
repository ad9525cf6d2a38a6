package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clients that write whatever comes into their heads: several keys at once, deletions, expiries, conditions. */
final class Writers {
    private static final int KEYS = 4;
    private static final int CONDITIONAL_KEYS = 2;

    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private final Random random;
    private int values;

    Writers(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.scheduler = cluster.scheduler();
        this.random = scheduler.random();
    }

    void keepWriting(SimulatedSite site) {
        scheduler.in(random.nextInt(240), () -> {
            site.ready().ifPresent(this::burst);
            if (!site.isRetired()) {
                keepWriting(site);
            }
        });
    }

    /** Several clients write at once. */
    void burst(SiteLife life) {
        if (!cluster.isInChaos()) {
            return;
        }
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            if (random.nextInt(3) == 0) {
                writeOnCondition(life);
            } else {
                write(life, WriteRequest.of(mutations(life)));
            }
        }
    }

    private Mutation[] mutations(SiteLife life) {
        return random.ints(0, KEYS)
                .distinct()
                .limit(1 + random.nextInt(2))
                .mapToObj(key -> mutation(life, "k" + key))
                .toArray(Mutation[]::new);
    }

    private Mutation mutation(SiteLife life, String key) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Mutation.Delete(key, replaces(life, key));
            case 2 -> new Mutation.Put(key, value(), replaces(life, key), expiry(life));
            case 3 -> new Mutation.Put(key, value(), replaces(life, key), null);
            default -> new Mutation.Put(key, value());
        };
    }

    private Replaces replaces(SiteLife life, String key) {
        Set<Dot> current = dots(life.replica().state().read(key));
        current.removeIf(dot -> random.nextInt(3) == 0);
        return random.nextBoolean() ? Replaces.ALL_SEEN : new Replaces.Only(current);
    }

    private Instant expiry(SiteLife life) {
        return random.nextInt(3) == 0
                ? scheduler.instant().plus(Duration.ofDays(300))
                : life.site().clock().instant().plusMillis(50 + random.nextInt(400));
    }

    /** On keys of their own, of which no version expires, so that everybody can tell what was to be seen. */
    private void writeOnCondition(SiteLife life) {
        String key = "c" + random.nextInt(CONDITIONAL_KEYS);
        Set<Dot> seen = dots(life.replica().state().read(key));
        Condition condition;
        if (random.nextInt(8) == 0) {
            condition = new Condition.Present(key);
        } else if (seen.isEmpty() || random.nextInt(8) == 0) {
            condition = new Condition.Absent(key);
            seen.clear();
        } else {
            condition = new Condition.Current(key, seen);
        }
        Mutation mutation = random.nextInt(3) == 0 ? new Mutation.Delete(key) : new Mutation.Put(key, value());
        life.guard(() -> life.replica()
                .write(WriteRequest.of(List.of(mutation), List.of(condition)))
                .whenComplete((outcome, failure) -> cluster.note(() -> {
                    Transaction written = taken(outcome, failure);
                    if (written != null) {
                        cluster.statistics().count(Happening.CONDITION_HELD);
                        cluster.oracle().judgeCondition(written, condition);
                    }
                })));
    }

    private void write(SiteLife life, WriteRequest request) {
        life.guard(() -> life.replica().write(request).whenComplete(this::taken));
    }

    private @Nullable Transaction taken(@Nullable WriteOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            cluster.statistics().count(Happening.WRITE_REFUSED);
            return null;
        }
        return switch (outcome) {
            case WriteOutcome.Written(Transaction transaction, var _) -> {
                cluster.losses().acknowledged(transaction.dot());
                yield transaction;
            }
            case WriteOutcome.ConditionFailed _ -> {
                cluster.statistics().count(Happening.CONDITION_FAILED);
                yield null;
            }
            case WriteOutcome.Repeated _, WriteOutcome.Refused _ -> null;
        };
    }

    private Value value() {
        values++;
        return Value.text("v" + values);
    }

    private static Set<Dot> dots(Register register) {
        return register.versions().stream().map(Version::dot).collect(Collectors.toCollection(TreeSet::new));
    }
}
