package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows every transaction there ever was, as its writer made it, and judges the sites by first principles: it counts for
 * itself what each site has applied, and works out by definition which versions must be visible.
 */
final class Oracle {
    private final Map<Dot, Transaction> known = new HashMap<>();
    private final Map<String, List<Transaction>> writersOf = new HashMap<>();
    private final Map<String, Map<SiteId, Long>> applied = new HashMap<>();
    private final Map<SiteId, Long> shown = new HashMap<>();
    private final Set<SiteId> forgotten = new HashSet<>();

    /** A site shows a write of its own: to itself, or to others. */
    void made(Transaction transaction) {
        Transaction first = known.putIfAbsent(transaction.dot(), transaction);
        if (first == null) {
            transaction.mutations().forEach(mutation -> writersOf
                    .computeIfAbsent(mutation.key(), _ -> new ArrayList<>())
                    .add(transaction));
        } else if (!first.equals(transaction)) {
            throw new AssertionError("two transactions under one dot: " + first + " and " + transaction);
        }
    }

    /** A site's process starts with a state that has these. */
    void starts(String site, VersionVector with) {
        applied.put(site, with.toMap());
    }

    /** A site applies a transaction: everything it depends on must be there, and the transaction must not. */
    void applies(String site, Transaction presented) {
        Transaction transaction = known(presented.dot());
        if (!transaction.mutations().equals(presented.mutations())
                || !transaction.timestamp().equals(presented.timestamp())) {
            throw new AssertionError("two transactions under one dot: " + transaction + " and " + presented);
        }
        Map<SiteId, Long> counts = applied.computeIfAbsent(site, _ -> new TreeMap<>());
        transaction.dependencies().forEach((origin, last) -> {
            var cause = new Dot(origin, last);
            if (counts.getOrDefault(origin, 0L) < last) {
                throw new AssertionError(site + " applies " + transaction.dot() + " before its cause " + cause);
            }
            if (known(cause).timestamp().compareTo(transaction.timestamp()) >= 0) {
                throw new AssertionError(transaction.dot() + " is not later than its cause " + cause);
            }
        });
        Dot dot = transaction.dot();
        if (counts.merge(dot.site(), 1L, Long::sum) != dot.sequence()) {
            throw new AssertionError(site + " applies " + dot + " out of turn, or again");
        }
        if (!dot.site().name().equals(site)) {
            shown.merge(dot.site(), dot.sequence(), Math::max);
        }
    }

    /** A snapshot has joined a site's data, which has these now. */
    void installs(String site, VersionVector with) {
        Map<SiteId, Long> counts = applied.computeIfAbsent(site, _ -> new TreeMap<>());
        counts.forEach((origin, last) -> assertThat(with.get(origin))
                .as("what %s has of %s after it took in a snapshot", site, origin)
                .isGreaterThanOrEqualTo(last));
        counts.putAll(with.toMap());
    }

    /** A site has lost its disk, or got an old one: what it wrote so far it need not know any more. */
    void forgets(String site) {
        known.keySet().stream()
                .map(Dot::site)
                .filter(origin -> origin.name().equals(site))
                .forEach(forgotten::add);
    }

    /** A site that has started again must still have what its disk holds, and what others have of it. */
    void hasReadItsLog(SimulatedSite site, VersionVector now) {
        assertThat(now.includes(site.holds()))
                .as("%s has %s after a start, and its disk holds %s", site.name(), now, site.holds())
                .isTrue();
        shown.forEach((origin, last) -> {
            if (origin.name().equals(site.name()) && !forgotten.contains(origin) && now.get(origin) < last) {
                throw new AssertionError(
                        "%s has forgotten %s:%s, which others have".formatted(site.name(), origin, last));
            }
        });
    }

    /** A write was accepted under a condition: it must hold of what the write depends on. */
    void judgeCondition(Transaction transaction, Condition condition) {
        Set<Dot> seen = visible(condition.key(), transaction.dependencies());
        boolean holds =
                switch (condition) {
                    case Condition.Absent _ -> seen.isEmpty();
                    case Condition.Present _ -> !seen.isEmpty();
                    case Condition.Current current -> seen.containsAll(current.versions());
                };
        assertThat(holds)
                .as("%s of what %s could see: %s", condition, transaction.dot(), seen)
                .isTrue();
    }

    /** A site's data must be what its set of transactions says, its vector must be that set, and nothing else. */
    void judge(String site, Replica replica, Instant endOfTime) {
        ReplicaState state = replica.state();
        VersionVector vector = state.point().applied();
        assertThat(vector.toMap()).as("vector of %s", site).isEqualTo(applied.getOrDefault(site, Map.of()));
        for (String key : writersOf.keySet()) {
            Register register = state.read(key);
            var actual = new TreeSet<Dot>();
            register.versions().stream()
                    .filter(version -> version.isVisibleAt(endOfTime))
                    .forEach(version -> actual.add(version.dot()));
            var expected = new TreeSet<Dot>();
            visible(key, vector).stream()
                    .filter(dot -> isVisibleAt(dot, key, endOfTime))
                    .forEach(expected::add);
            assertThat(actual).as("visible versions of '%s' at %s", key, site).isEqualTo(expected);
            assertThat(register.versions()).isSortedAccordingTo(Version.ORDER);
        }
        for (var keyed : state.scan(KeyRange.ALL, Integer.MAX_VALUE)) {
            assertThat(writersOf).as("keys at %s", site).containsKey(keyed.key());
        }
    }

    /** By the definition of an add-wins set: somebody has added it, and nobody who knew of that has taken it away. */
    boolean isAdded(String key, VersionVector vector) {
        List<Transaction> writers = writersOf.getOrDefault(key, List.of()).stream()
                .filter(writer -> vector.contains(writer.dot()))
                .toList();
        return writers.stream()
                .filter(writer -> mutation(writer, key) instanceof Mutation.Put)
                .anyMatch(added -> writers.stream()
                        .filter(writer -> mutation(writer, key) instanceof Mutation.Delete)
                        .noneMatch(removal -> removal.dependencies().contains(added.dot())));
    }

    /** By definition: a version is visible while no known write of its key replaces it. */
    private Set<Dot> visible(String key, VersionVector vector) {
        List<Transaction> writers = writersOf.getOrDefault(key, List.of()).stream()
                .filter(writer -> vector.contains(writer.dot()))
                .toList();
        var visible = new TreeSet<Dot>();
        for (Transaction writer : writers) {
            boolean replaced = writers.stream().anyMatch(later -> replaces(later, writer.dot(), key));
            if (!replaced && mutation(writer, key) instanceof Mutation.Put) {
                visible.add(writer.dot());
            }
        }
        return visible;
    }

    private static boolean replaces(Transaction later, Dot dot, String key) {
        return later.dependencies().contains(dot)
                && switch (mutation(later, key).replaces()) {
                    case Replaces.AllSeen _ -> true;
                    case Replaces.Only(Set<Dot> dots) -> dots.contains(dot);
                };
    }

    private boolean isVisibleAt(Dot dot, String key, Instant now) {
        return mutation(known(dot), key) instanceof Mutation.Put put
                && (put.expiresAt() == null || now.isBefore(put.expiresAt()));
    }

    private static Mutation mutation(Transaction transaction, String key) {
        return transaction.mutations().stream()
                .filter(mutation -> mutation.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private Transaction known(Dot dot) {
        Transaction transaction = known.get(dot);
        if (transaction == null) {
            throw new AssertionError("nobody ever made " + dot);
        }
        return transaction;
    }
}
