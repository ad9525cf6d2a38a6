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
    private record Held(String key, Session.Charging session) {}

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
     * Starts a session for the order, or says why not. The same key with the same order gives the first answer again.
     *
     * @throws IllegalArgumentException if the order's values are outside the bounds of {@link ChargeRequest}
     */
    public Admission admit(String key, ChargeOrder order, Moment now) {
        return switch (keys.find(key, now.wall())) {
            case KeyMemory.Entry.Answered(var firstOrder, var answer) ->
                firstOrder.equals(order) ? answer : new Admission.KeyReused();
            case KeyMemory.Entry.Released() -> new Admission.KeyReleased();
            case null -> start(key, order, now);
        };
    }

    /** What the key was answered, if it led to a session that is still remembered. */
    public Optional<Admission.Accepted> find(String key, Moment now) {
        return keys.find(key, now.wall()) instanceof KeyMemory.Entry.Answered answered
                ? Optional.of(answered.answer())
                : Optional.empty();
    }

    /**
     * Undoes what the key did: its session, if there is one, is cancelled, and no later request with it starts one.
     * Again is harmless.
     *
     * @return the session that this call ended
     */
    public Optional<Session.Ended> release(String key, Moment now) {
        var released = active.values().stream()
                .filter(held -> held.key().equals(key))
                .findFirst()
                .<Session.Ended>map(held -> held.session().cancel(now.simulated()));
        released.ifPresent(session -> end(session, now));
        keys.released(key, now.wall());
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
        keys.ended(held.key(), now.wall());
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

    private Admission start(String key, ChargeOrder order, Moment now) {
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
        keys.started(key, order, answer);
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
