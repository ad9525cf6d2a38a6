package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateBatch;
import io.causalgrid.kv.core.state.StatePoint;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state as simple as can be: a map, with digest and number of keys counted anew each time. */
final class Model {
    private final TreeMap<String, Register> registers = new TreeMap<>(Utf8Order::compare);
    private LogPoint log;

    Model(SiteId self) {
        this.log = LogPoint.start(self);
    }

    private Model(Model other) {
        this.registers.putAll(other.registers);
        this.log = other.log;
    }

    Model copy() {
        return new Model(this);
    }

    LogPoint log() {
        return log;
    }

    StatePoint point() {
        var tally = new Tally();
        registers.forEach(tally::add);
        return tally.at(log);
    }

    Register read(String key) {
        return registers.getOrDefault(key, Register.EMPTY);
    }

    /** All entries in their order, the system key's first. */
    List<KeyedRegister> entries() {
        return registers.entrySet().stream()
                .map(entry -> new KeyedRegister(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What a scan from the start shows. */
    List<KeyedRegister> scan() {
        return entries().stream()
                .filter(entry -> !entry.key().equals(ReplicaState.SYSTEM_KEY))
                .toList();
    }

    /** The transaction by which this site would write a value next. */
    Transaction put(String key, Value value) {
        List<Mutation> mutations = List.of(new Mutation.Put(key, value));
        return new Transaction(log.next(), log.applied(), log.highest().next(), mutations);
    }

    /** Takes a transaction as the log's next, and puts it into the batch too. */
    void apply(Transaction transaction, StateBatch batch) {
        apply(transaction);
        batch.apply(log, transaction);
    }

    void apply(Transaction transaction) {
        log = new LogPoint(
                log.position() + 1,
                log.self(),
                log.applied().with(transaction.dot()),
                log.highest().max(transaction.timestamp()));
        for (Mutation mutation : transaction.mutations()) {
            store(mutation.key(), read(mutation.key()).after(transaction, mutation));
        }
    }

    void purge(Instant now) {
        List.copyOf(registers.keySet()).forEach(key -> store(key, read(key).visibleAt(now)));
    }

    /** Joins another state at the next position of this one's log. */
    void merge(Model other) {
        VersionVector seen = log.applied();
        VersionVector otherSeen = other.log.applied();
        var keys = new TreeSet<>(registers.keySet());
        keys.addAll(other.registers.keySet());
        keys.forEach(key -> store(key, read(key).merge(seen, other.read(key), otherSeen)));
        log = new LogPoint(
                log.position() + 1,
                log.self(),
                seen.merge(otherSeen),
                log.highest().max(other.log.highest()));
    }

    private void store(String key, Register register) {
        if (register.isEmpty()) {
            registers.remove(key);
        } else {
            registers.put(key, register);
        }
    }
}
