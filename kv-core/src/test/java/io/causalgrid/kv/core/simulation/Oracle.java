package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows every transaction there ever was, and judges the sites by first principles: it counts for itself what each
 * site has applied, and works out by definition which versions must be visible.
 */
final class Oracle {
    private final Map<Dot, Transaction> known = new HashMap<>();
    private final Map<SiteId, Map<SiteId, Long>> applied = new HashMap<>();

    /** A site applies a transaction: everything it depends on must be there, and the transaction must not. */
    void applies(SiteId site, Transaction transaction) {
        Transaction first = known.putIfAbsent(transaction.dot(), transaction);
        if (first != null && !first.equals(transaction)) {
            throw new AssertionError("two transactions under one dot: " + first + " and " + transaction);
        }
        Map<SiteId, Long> counts = applied.computeIfAbsent(site, _ -> new HashMap<>());
        transaction.dependencies().toMap().forEach((origin, last) -> {
            var cause = new Dot(origin, last);
            if (counts.getOrDefault(origin, 0L) < last) {
                throw new AssertionError(site + " applies " + transaction.dot() + " before its cause " + cause);
            }
            if (transaction(cause).timestamp().compareTo(transaction.timestamp()) >= 0) {
                throw new AssertionError(transaction.dot() + " is not later than its cause " + cause);
            }
        });
        Dot dot = transaction.dot();
        if (counts.merge(dot.site(), 1L, Long::sum) != dot.sequence()) {
            throw new AssertionError(site + " applies " + dot + " out of turn, or again");
        }
    }

    boolean hasApplied(SiteId site, Dot dot) {
        return applied.getOrDefault(site, Map.of()).getOrDefault(dot.site(), 0L) >= dot.sequence();
    }

    /** A site's data must be what its set of transactions says, its vector must be that set, and nothing else. */
    void judge(SiteId site, ReplicaState state) {
        Map<SiteId, Long> counts = applied.getOrDefault(site, Map.of());
        assertThat(state.point().applied().toMap()).as("vector of %s", site).isEqualTo(counts);
        var here = new HashSet<Dot>();
        known.keySet().stream().filter(dot -> hasApplied(site, dot)).forEach(here::add);
        Map<String, Set<Dot>> expected = visible(here);
        Map<String, Set<Dot>> actual = new HashMap<>();
        for (var keyed : state.scan("", Integer.MAX_VALUE)) {
            var dots = new HashSet<Dot>();
            keyed.register().versions().forEach(version -> dots.add(version.dot()));
            actual.put(keyed.key(), dots);
            assertThat(keyed.register().winner())
                    .isEqualTo(keyed.register().versions().stream()
                            .max(Version.ORDER)
                            .orElseThrow());
        }
        assertThat(actual).as("visible versions at %s", site).isEqualTo(expected);
    }

    /** By definition: a version is visible while no known write of its key has it among its causes. */
    private Map<String, Set<Dot>> visible(Set<Dot> here) {
        Map<String, Set<Dot>> visible = new HashMap<>();
        Map<String, Set<Dot>> writers = new HashMap<>();
        for (Dot dot : here) {
            for (Mutation mutation : transaction(dot).mutations()) {
                writers.computeIfAbsent(mutation.key(), _ -> new HashSet<>()).add(dot);
                if (mutation instanceof Mutation.Put) {
                    visible.computeIfAbsent(mutation.key(), _ -> new HashSet<>())
                            .add(dot);
                }
            }
        }
        visible.forEach((key, dots) -> dots.removeIf(dot -> writers.getOrDefault(key, Set.of()).stream()
                .anyMatch(later -> dependsOn(transaction(later).dependencies(), dot))));
        visible.values().removeIf(Set::isEmpty);
        return visible;
    }

    private static boolean dependsOn(VersionVector dependencies, Dot dot) {
        return dependencies.toMap().getOrDefault(dot.site(), 0L) >= dot.sequence();
    }

    private Transaction transaction(Dot dot) {
        Transaction transaction = known.get(dot);
        if (transaction == null) {
            throw new AssertionError("nobody ever made " + dot);
        }
        return transaction;
    }
}
