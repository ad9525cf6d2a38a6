package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Register;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * What the state will be when all records that were sent to the log have come back from it: the log function run ahead
 * over the same records. Right as long as no append fails.
 */
final class Forecast {
    private final Map<String, Queue<Change>> changes = new HashMap<>();
    private LogFunction function;

    private record Change(long position, Transaction transaction, Mutation mutation) {}

    Forecast(LogPoint point) {
        this.function = new LogFunction(point);
    }

    LogPoint point() {
        return function.point();
    }

    /** Counts a record that goes to the log next; returns the position it will have. */
    long add(LogRecord logRecord) {
        long position = function.point().position() + 1;
        Optional<Transaction> effective = function.step(position, logRecord);
        effective.ifPresent(transaction -> transaction.mutations().forEach(mutation -> changes.computeIfAbsent(
                        mutation.key(), _ -> new ArrayDeque<>(1))
                .add(new Change(position, transaction, mutation))));
        return position;
    }

    /** The register of a key as it will be, given what the state holds now. */
    Register register(String key, Register stored) {
        Register forecast = stored;
        for (Change change : changes.getOrDefault(key, new ArrayDeque<>(0))) {
            forecast = forecast.after(change.transaction(), change.mutation());
        }
        return forecast;
    }

    /** The record at that position has come back, and the state has it. */
    void landed(long position, Transaction transaction) {
        for (Mutation mutation : transaction.mutations()) {
            changes.computeIfPresent(mutation.key(), (_, queue) -> {
                queue.removeIf(change -> change.position() <= position);
                return queue.isEmpty() ? null : queue;
            });
        }
    }

    /** Starts over: nothing is under way. */
    void reset(LogPoint point) {
        changes.clear();
        function = new LogFunction(point);
    }
}
