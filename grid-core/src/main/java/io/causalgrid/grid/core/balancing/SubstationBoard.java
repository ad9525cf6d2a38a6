package io.causalgrid.grid.core.balancing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A balancer's view of its substations, and the only place where one is picked. Picking and reserving are one atomic
 * step, so each of many concurrent requests sees those before it. Safe for any thread: a monitor guards steps of a few
 * microseconds, between network calls that take a thousand times as long.
 */
public final class SubstationBoard {
    /** From the best candidates to the last resort; only the first group that has any is offered to the policy. */
    private static final List<Predicate<SubstationLoad>> PREFERENCES =
            List.of(load -> load.up() && load.hasFreeConnector(), SubstationLoad::up, _ -> true);

    private final BalancingPolicy policy;
    private final Map<String, LoadAccount> accounts = new LinkedHashMap<>();
    private long reservations;

    /**
     * @param substations their ids in configured order
     */
    public SubstationBoard(List<String> substations, BalancingPolicy policy) {
        this.policy = policy;
        substations.forEach(id -> accounts.put(id, new LoadAccount()));
    }

    /**
     * Picks a substation and reserves there. Those that are down or full as far as is known come last, but they do come:
     * only trying tells for sure.
     *
     * @param tried substations not to pick again
     * @return empty if all have been tried; else a reservation that must be settled by {@link #accepted} or {@link
     *     #settled}
     */
    public synchronized Optional<Reservation> pick(long commitmentWatts, Set<String> tried) {
        List<SubstationLoad> untried =
                loads().stream().filter(load -> !tried.contains(load.id())).toList();
        for (Predicate<SubstationLoad> preference : PREFERENCES) {
            List<SubstationLoad> candidates =
                    untried.stream().filter(preference).toList();
            if (!candidates.isEmpty()) {
                String id = policy.choose(candidates).id();
                var reservation = new Reservation(++reservations, id, commitmentWatts);
                account(id).reserve(reservation);
                return Optional.of(reservation);
            }
        }
        return Optional.empty();
    }

    /** The reserved load has become a session. */
    public synchronized void accepted(Reservation reservation, Acceptance acceptance) {
        account(reservation.substation()).accepted(reservation, acceptance);
    }

    /** The reserved load has not become a session, or will be undone. */
    public synchronized void settled(Reservation reservation) {
        account(reservation.substation()).settle(reservation);
    }

    /** The substation answered. Reports of one substation must be handed over in the order they were asked for. */
    public synchronized void reported(String substation, LoadReport report) {
        account(substation).reported(report);
    }

    /** The substation did not answer; its load is kept as last known. */
    public synchronized void unreachable(String substation) {
        account(substation).unreachable();
    }

    /** All substations in configured order. */
    public synchronized List<SubstationLoad> loads() {
        List<String> ids = List.copyOf(accounts.keySet());
        return ids.stream().map(id -> account(id).load(id, ids.indexOf(id))).toList();
    }

    private LoadAccount account(String id) {
        LoadAccount account = accounts.get(id);
        if (account == null) {
            throw new IllegalArgumentException("unknown substation " + id);
        }
        return account;
    }
}
