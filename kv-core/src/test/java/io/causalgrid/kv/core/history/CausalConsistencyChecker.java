package io.causalgrid.kv.core.history;

import static io.causalgrid.kv.core.history.Violation.Pattern.CYCLIC_CF;
import static io.causalgrid.kv.core.history.Violation.Pattern.CYCLIC_CO;
import static io.causalgrid.kv.core.history.Violation.Pattern.THIN_AIR_READ;
import static io.causalgrid.kv.core.history.Violation.Pattern.WRITE_CO_INIT_READ;
import static io.causalgrid.kv.core.history.Violation.Pattern.WRITE_CO_READ;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether a history is causally consistent, by the bad patterns of A. Bouajjani, C. Enea, R. Guerraoui and J.
 * Hamza, "On Verifying Causal Consistency", POPL 2017: a differentiated history is consistent if and only if it has none
 * of them. With vector clocks, and the latest write of each session in place of all its writes, n operations of k
 * sessions take O(n k log n).
 */
public final class CausalConsistencyChecker {
    private static final int VIOLATIONS_MAX = 10;

    private final CausalOrder order;

    private CausalConsistencyChecker(History history) {
        this.order = new CausalOrder(history);
    }

    /**
     * Causal consistency (CC): each read is explained by some order of the writes among its causes, and every read may
     * have its own.
     *
     * @return at most ten violations; none if and only if the history is consistent
     */
    public static List<Violation> checkCausalConsistency(History history) {
        return new CausalConsistencyChecker(history).unexplainedReads();
    }

    /**
     * Causal convergence (CCv): one order of all writes explains every read; so replicas that have the same writes return
     * the same. It is looked for only if the history is causally consistent in the first place.
     *
     * @return at most ten violations; none if and only if the history is convergent
     */
    public static List<Violation> checkCausalConvergence(History history) {
        var checker = new CausalConsistencyChecker(history);
        List<Violation> unexplained = checker.unexplainedReads();
        return unexplained.isEmpty() ? checker.disagreement().stream().toList() : unexplained;
    }

    private List<Violation> unexplainedReads() {
        List<Edge> cycle = order.graph().cycle();
        Stream<Optional<Violation>> thinAirReads = order.reads().stream().map(this::thinAirRead);
        Stream<Optional<Violation>> others = cycle.isEmpty()
                ? order.reads().stream()
                        .map(read -> read.operation().value() == null ? writtenBeforeInitRead(read) : overwritten(read))
                : Stream.of(Optional.of(new Violation(
                        CYCLIC_CO, "the first of these operations comes before itself:\n" + Edge.describe(cycle))));
        return Stream.concat(thinAirReads, others)
                .flatMap(Optional::stream)
                .limit(VIOLATIONS_MAX)
                .toList();
    }

    private Optional<Violation> thinAirRead(Event read) {
        return read.operation().value() == null || order.writeSeenBy(read).isPresent()
                ? Optional.empty()
                : Optional.of(new Violation(THIN_AIR_READ, read + "\n  returns what nobody wrote to this key"));
    }

    private Optional<Violation> writtenBeforeInitRead(Event read) {
        return order.latestWritesBefore(read)
                .findFirst()
                .map(write -> new Violation(
                        WRITE_CO_INIT_READ,
                        "%s\n  is too old, for it comes after this write of the key:\n%s"
                                .formatted(read, path(write, read))));
    }

    /** If any write of a session follows the one that was read, so does the session's latest before the read. */
    private Optional<Violation> overwritten(Event read) {
        return order.writeSeenBy(read).flatMap(seen -> order.latestWritesBefore(read)
                .filter(write -> order.isBefore(seen, write))
                .findFirst()
                .map(write -> new Violation(
                        WRITE_CO_READ,
                        "%s\n  is too old, for what it returns was overwritten:\n%s\n  and it comes after that:\n%s"
                                .formatted(read, path(seen, write), path(write, read)))));
    }

    private Optional<Violation> disagreement() {
        List<Edge> cycle = order.graph()
                .with(order.reads().stream().flatMap(this::conflicts))
                .cycle();
        return cycle.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        CYCLIC_CF,
                        "no order of all writes explains every read, for the first of these would come before itself:\n"
                                + Edge.describe(cycle)));
    }

    /** Only the latest write of each session: it comes after the others. And only what is not causal order anyway. */
    private Stream<Edge> conflicts(Event read) {
        return order.writeSeenBy(read).stream().flatMap(seen -> order.latestWritesBefore(read)
                .filter(write -> !write.equals(seen) && !order.isBefore(write, seen))
                .map(write -> new Edge.Overwritten(write, seen, read)));
    }

    private String path(Event from, Event to) {
        return Edge.describe(order.graph().path(from, to));
    }
}
