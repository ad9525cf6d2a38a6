package io.causalgrid.grid.core.balancing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A balancer's view of its substations, and the only place where one is picked. Picking and counting are one atomic
 * step, so each of many concurrent requests sees those before it. Safe for any thread: a monitor guards steps of a few
 * microseconds, between network calls that take a thousand times as long.
 */
public final class SubstationBoard {
    /** From the best candidates to the last resort; only the first group that has any is offered to the policy. */
    private static final List<Predicate<SubstationLoad>> PREFERENCES =
            List.of(load -> load.up() && load.hasFreeConnector(), SubstationLoad::up, _ -> true);

    private final BalancingPolicy policy;
    private final Map<String, LoadAccount> accounts = new LinkedHashMap<>();
    private long numbers;

    /**
     * @param substations their ids in configured order
     */
    public SubstationBoard(List<String> substations, BalancingPolicy policy) {
        this.policy = policy;
        substations.forEach(id -> accounts.put(id, new LoadAccount()));
    }

    /**
     * Picks a substation, and counts the load there from now on. Those that are down or full as far as is known come last, but they do come:
     * only trying tells for sure.
     *
     * @param tried substations not to pick again
     * @return empty if all have been tried; else a load that must be settled by {@link #accepted} or {@link
     *     #settled}
     */
    public synchronized Optional<PendingLoad> pick(long commitmentWatts, Set<String> tried) {
        List<SubstationLoad> untried =
                loads().stream().filter(load -> !tried.contains(load.id())).toList();
        for (Predicate<SubstationLoad> preference : PREFERENCES) {
            List<SubstationLoad> candidates =
                    untried.stream().filter(preference).toList();
            if (!candidates.isEmpty()) {
                return Optional.of(count(policy.choose(candidates).id(), commitmentWatts));
            }
        }
        return Optional.empty();
    }

    /** Counts load at a substation that is not picked, but known to be the one to ask. */
    public synchronized PendingLoad at(String substation, long commitmentWatts) {
        return count(substation, commitmentWatts);
    }

    /** The pending load has become a session. */
    public synchronized void accepted(PendingLoad pending, Acceptance acceptance) {
        account(pending.substation()).accepted(pending, acceptance);
    }

    /** The pending load has not become a session. */
    public synchronized void settled(PendingLoad pending) {
        account(pending.substation()).settle(pending);
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

    private PendingLoad count(String id, long commitmentWatts) {
        var pending = new PendingLoad(++numbers, id, commitmentWatts);
        account(id).reserve(pending);
        return pending;
    }

    private LoadAccount account(String id) {
        LoadAccount account = accounts.get(id);
        if (account == null) {
            throw new IllegalArgumentException("unknown substation " + id);
        }
        return account;
    }
}
