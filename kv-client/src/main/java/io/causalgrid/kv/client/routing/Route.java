package io.causalgrid.kv.client.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the endpoints: in rounds, in the order of preference, each endpoint once a round, without a pause
 * from one to the next and with a growing one between rounds. Those that may be cut off from the others come last. Left out are
 * those whose breaker is open and those that asked to be left alone for a while. Belongs to one thread.
 */
public final class Route {
    private final RouteTools tools;
    private final List<Endpoint> order;
    private final Set<Endpoint> asked = new HashSet<>();
    private final Map<Endpoint, Deadline> restUntil = new HashMap<>();
    private @Nullable Endpoint only;
    private boolean mayLeave;
    private int rounds;

    /** What to do next. */
    public sealed interface Step {}

    /** Ask that endpoint, and give the permit back. */
    public record Ask(Endpoint endpoint, CircuitBreaker.Permit permit) implements Step {

        /** The endpoint did not answer. */
        public void failed(String reason) {
            endpoint.failed(reason);
            permit.failed();
        }
    }

    /** Wait that long, and ask for the next step then. */
    public record Pause(Duration time) implements Step {}

    public Route(List<Endpoint> endpoints, RouteTools tools) {
        this.order = new ArrayList<>(endpoints);
        order.sort(Comparator.comparing(Endpoint::isIsolated)); // stable: else as preferred
        this.tools = tools;
    }

    /** The next step. */
    public Step next() {
        return nextToAsk().or(this::leave).map(Step.class::cast).orElseGet(this::endRound);
    }

    /** That endpoint wants to be left alone so long; the members that could serve come first in what is left of the round. */
    public void refused(Endpoint endpoint, Duration retryAfter, Set<String> canServe) {
        rest(endpoint, retryAfter);
        order.sort(Comparator.comparing(candidate -> !isAmong(candidate, canServe))); // stable: else as preferred
    }

    /** That endpoint wants to be left alone so long. */
    void rest(Endpoint endpoint, Duration time) {
        restUntil.put(endpoint, Deadline.in(time, tools.timing()));
    }

    /**
     * Asks no other endpoint from now on.
     *
     * @param unlessInVain others may be asked once this one has been asked again, or lets nobody through
     */
    void stayAt(Endpoint endpoint, boolean unlessInVain) {
        only = endpoint;
        mayLeave = unlessInVain;
    }

    /** Others may be asked again. */
    void moveOn() {
        only = null;
    }

    private Optional<Ask> nextToAsk() {
        for (Endpoint endpoint : candidates()) {
            if (!asked.contains(endpoint) && restLeft(endpoint).isZero()) {
                Optional<CircuitBreaker.Permit> permit = endpoint.breaker().tryAcquire();
                if (permit.isPresent()) {
                    asked.add(endpoint);
                    return Optional.of(new Ask(endpoint, permit.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Away from the one endpoint that it should be, if that lets nobody through just now. */
    private Optional<Ask> leave() {
        if (only == null || !mayLeave || only.breaker().closedFor().isZero()) {
            return Optional.empty();
        }
        only = null;
        return nextToAsk();
    }

    private Pause endRound() {
        asked.clear();
        Duration jitter = tools.backOff().pause(rounds, tools.random());
        rounds++;
        Duration soonest = candidates().stream()
                .map(endpoint -> max(restLeft(endpoint), endpoint.breaker().closedFor()))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return new Pause(max(jitter, soonest));
    }

    private List<Endpoint> candidates() {
        return only == null ? order : List.of(only);
    }

    private Duration restLeft(Endpoint endpoint) {
        Deadline until = restUntil.get(endpoint);
        return until == null ? Duration.ZERO : until.left();
    }

    private static boolean isAmong(Endpoint endpoint, Set<String> members) {
        return members.contains(endpoint.uri().toString())
                || endpoint.member().filter(members::contains).isPresent();
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
