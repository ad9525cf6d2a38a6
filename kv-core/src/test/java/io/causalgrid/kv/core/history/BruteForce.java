package io.causalgrid.kv.core.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Causal consistency by its definitions (Bouajjani et al., POPL 2017), trying every order of the writes: for
 * histories of a few operations. Shares none of the checker's reasoning.
 */
final class BruteForce {
    private final List<Event> events;
    private final boolean[][] before;

    BruteForce(History history) {
        this.events = history.events();
        this.before = new boolean[events.size()][events.size()];
        for (Event one : events) {
            for (Event other : events) {
                before[one.number()][other.number()] = isDirectlyBefore(one, other);
            }
        }
        close();
    }

    /** Each read has an order of the writes among its causes in which it returns the last one of its key. */
    boolean isCausallyConsistent() {
        return !isCyclic()
                && events.stream().filter(Event::isRead).allMatch(read -> {
                    List<Event> causes = writes().stream()
                            .filter(write -> isBefore(write, read))
                            .toList();
                    return someOrder(causes, order -> explains(order, read));
                });
    }

    /** One order of all writes has every read return the last one of its key among its causes. */
    boolean isCausallyConvergent() {
        return !isCyclic()
                && someOrder(
                        writes(),
                        order -> events.stream().filter(Event::isRead).allMatch(read -> explains(order, read)));
    }

    private boolean explains(List<Event> order, Event read) {
        String last = null;
        for (Event write : order) {
            if (isBefore(write, read)
                    && write.operation().key().equals(read.operation().key())) {
                last = write.operation().value();
            }
        }
        return Objects.equals(last, read.operation().value());
    }

    private boolean someOrder(List<Event> writes, Predicate<List<Event>> wanted) {
        return someOrder(new ArrayList<>(), writes, wanted);
    }

    /** Whether the begun order can be completed, within causal order, to one that is wanted. */
    private boolean someOrder(List<Event> begun, List<Event> rest, Predicate<List<Event>> wanted) {
        if (rest.isEmpty()) {
            return wanted.test(begun);
        }
        for (Event next : rest) {
            if (rest.stream().noneMatch(other -> isBefore(other, next))) {
                var longer = new ArrayList<>(begun);
                longer.add(next);
                var shorter = new ArrayList<>(rest);
                shorter.remove(next);
                if (someOrder(longer, shorter, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Event> writes() {
        return events.stream().filter(event -> !event.isRead()).toList();
    }

    private boolean isCyclic() {
        return events.stream().anyMatch(event -> isBefore(event, event));
    }

    private boolean isBefore(Event one, Event other) {
        return before[one.number()][other.number()];
    }

    private static boolean isDirectlyBefore(Event one, Event other) {
        boolean isEarlierInSession = one.session() == other.session() && one.index() < other.index();
        boolean isReadBy = !one.isRead()
                && other.isRead()
                && one.operation().key().equals(other.operation().key())
                && Objects.equals(one.operation().value(), other.operation().value());
        return isEarlierInSession || isReadBy;
    }

    private void close() {
        for (int via = 0; via < before.length; via++) {
            for (int from = 0; from < before.length; from++) {
                for (int to = 0; to < before.length; to++) {
                    before[from][to] |= before[from][via] && before[via][to];
                }
            }
        }
    }
}
