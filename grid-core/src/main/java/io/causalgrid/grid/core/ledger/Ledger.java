package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one substation. Invariants: at most one active session a connector; one session a key; the version
 * grows by one with each session that starts or ends, and a count taken at a version includes exactly the changes up to
 * it. Confined to one thread, which the caller chooses.
 */
public final class Ledger {
    private record Held(ChargeKey key, Session.Charging session) {
        boolean has(String key) {
            return key().key().equals(key);
        }
    }

    private final String idPrefix;
    private final LedgerLimits limits;
    private final KeyMemory keys;
    private final BitSet takenConnectors = new BitSet();
    private final Map<String, Held> active = new LinkedHashMap<>();
    private final Map<String, Session.Ended> ended = new LinkedHashMap<>();
    private long version;
    private long started;
    private long committedWatts;

    /**
     * @param idPrefix begins each session's id; must differ between substations and between restarts of one
     */
    public Ledger(String idPrefix, LedgerLimits limits) {
        this.idPrefix = idPrefix;
        this.limits = limits;
        this.keys = new KeyMemory(limits.keysMax(), limits.keyAge());
    }

    /**
     * Starts a session for the order, or says why not. The same key with the same order gives the first answer again,
     * and its session then belongs to the new attempt: releasing an earlier one no longer touches it.
     *
     * @throws IllegalArgumentException if the order's values are outside the bounds of {@link ChargeRequest}
     */
    public Admission admit(ChargeKey key, ChargeOrder order, Moment now) {
        keys.forgetOld(now.wall());
        if (keys.isReleased(key)) {
            return new Admission.AttemptReleased();
        }
        KeyMemory.Answered before = keys.answer(key.key());
        if (before == null) {
            return start(key, order, now);
        }
        if (!before.order().equals(order)) {
            return new Admission.KeyReused();
        }
        claim(key);
        return before.answer();
    }

    /** What the key was answered, if that is still remembered; its session then belongs to this attempt. */
    public Optional<Admission.Accepted> claim(ChargeKey key) {
        active.replaceAll((_, held) -> held.has(key.key()) ? new Held(key, held.session()) : held);
        return Optional.ofNullable(keys.answer(key.key())).map(KeyMemory.Answered::answer);
    }

    /**
     * Undoes an attempt: the session that belongs to it, if any, is cancelled, and it can start none later. The key is
     * free for other attempts. Again is harmless.
     *
     * @return the session that this call ended
     */
    public Optional<Session.Ended> release(ChargeKey key, Moment now) {
        keys.forgetOld(now.wall());
        keys.released(key, now.wall());
        var released = active.values().stream()
                .filter(held -> key.covers(held.key()))
                .findFirst()
                .<Session.Ended>map(held -> held.session().cancel(now.simulated()));
        released.ifPresent(session -> {
            end(session, now);
            keys.undone(key.key());
        });
        return released;
    }

    /** Records delivered energy. The session must be active. */
    public void update(Session.Charging session) {
        String id = session.terms().id();
        active.put(id, new Held(held(id).key(), session));
    }

    /** Ends an active session and frees its connector. */
    public void end(Session.Ended session, Moment now) {
        SessionTerms terms = session.terms();
        Held held = held(terms.id());
        active.remove(terms.id());
        keys.ended(held.key().key(), now.wall());
        takenConnectors.clear(terms.connector());
        committedWatts -= terms.commitmentWatts();
        version++;
        ended.put(terms.id(), session);
        if (ended.size() > limits.endedMax()) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    public @Nullable Session session(String id) {
        Held held = active.get(id);
        return held == null ? ended.get(id) : held.session();
    }

    /** The active sessions in the order of their arrival, copied. */
    public Collection<Session.Charging> charging() {
        return active.values().stream().map(Held::session).toList();
    }

    /** The ended sessions still remembered, oldest first; a view that changes with the ledger. */
    public Collection<Session.Ended> ended() {
        return Collections.unmodifiableCollection(ended.values());
    }

    public int activeSessions() {
        return active.size();
    }

    public long version() {
        return version;
    }

    public long committedWatts() {
        return committedWatts;
    }

    private Admission start(ChargeKey key, ChargeOrder order, Moment now) {
        int connector = takenConnectors.nextClearBit(1);
        if (connector > limits.connectors()) {
            return new Admission.NoConnector(limits.connectors());
        }
        ChargeRequest request = order.from(now.simulated(), order.stayFrom(now.wall()));
        long commitmentWatts = request.commitmentWatts(now.simulated());
        String id = "%s-%08d".formatted(idPrefix, ++started);
        var terms = new SessionTerms(id, connector, request, now.simulated(), commitmentWatts);
        takenConnectors.set(connector);
        committedWatts += commitmentWatts;
        version++;
        active.put(id, new Held(key, Session.start(terms)));
        var answer = new Admission.Accepted(terms, active.size(), version);
        keys.started(key.key(), order, answer);
        return answer;
    }

    private Held held(String id) {
        Held held = active.get(id);
        if (held == null) {
            throw new IllegalArgumentException("no active session " + id);
        }
        return held;
    }
}
