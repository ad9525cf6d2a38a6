package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.balancing.Acceptance;
import io.causalgrid.grid.core.balancing.PendingLoad;
import io.causalgrid.grid.core.balancing.SubstationBoard;
import io.causalgrid.grid.core.balancing.SubstationLoad;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.SessionDefaults;
import io.causalgrid.grid.core.session.SessionState;
import io.causalgrid.grid.service.balancer.RouteOutcome.Tried;
import io.causalgrid.grid.service.balancer.SubstationPeer.Answer;
import io.causalgrid.grid.service.balancer.SubstationPeer.Confirmed;
import io.causalgrid.grid.service.balancer.SubstationPeer.Shown;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Pause;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.grid.service.wire.ReservationAnswer;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Places one request: picks a substation, has it keep a connector, and confirms; or goes on to the next until one takes it,
 * all have been tried or time is up. Nothing that went wrong has to be undone: what was reserved ends by itself, and for as
 * long as it may still be confirmed no other substation takes the same key. So an answer in doubt is followed by a question,
 * and the substations, not the balancer, decide whether a request may be placed again.
 */
final class Router {
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** A pause is up to so many times as long as the first. */
    private static final int PAUSES_MAX = 6;

    /** What a router needs of the world. */
    record Surroundings(
            GridConfig.BalancerConfig config, BalancerMetrics metrics, InstantSource clock, RandomGenerator random) {}

    private final SubstationBoard board;
    private final Map<String, SubstationPeer> peers;
    private final Surroundings with;

    Router(SubstationBoard board, Map<String, SubstationPeer> peers, Surroundings with) {
        this.board = board;
        this.peers = peers;
        this.with = with;
    }

    /** The progress of one request, of which one step is taken after the other. */
    private static final class Progress {
        RouteRequest request;
        final Instant deadline;
        final long commitmentWatts;
        final Set<String> triedIds = new HashSet<>();
        final List<Tried> tried = new ArrayList<>();
        /** Who is to be asked next, since it may have the key. */
        @Nullable
        SubstationPeer suspect;
        /** Some substation may have the key. */
        boolean isInDoubt;

        int pauses;

        Progress(RouteRequest request, Instant deadline, long commitmentWatts) {
            this.request = request;
            this.deadline = deadline;
            this.commitmentWatts = commitmentWatts;
        }

        void tried(SubstationPeer peer, AttemptOutcome outcome) {
            triedIds.add(peer.id());
            tried.removeIf(earlier -> earlier.substation().equals(peer.id()));
            tried.add(new Tried(peer.id(), outcome));
        }

        void doubt() {
            isInDoubt = true;
            request = request.seen();
        }
    }

    /** What came of an attempt: an outcome if it is the end, and what the board is to count if there is a new session. */
    private record Step(
            @Nullable RouteOutcome outcome, @Nullable Acceptance acceptance) {
        static final CompletionStage<Step> GO_ON = CompletableFuture.completedStage(new Step(null, null));

        static CompletionStage<Step> end(RouteOutcome outcome) {
            return CompletableFuture.completedStage(new Step(outcome, null));
        }
    }

    CompletionStage<RouteOutcome> route(RouteRequest request) {
        return goOn(new Progress(
                request, with.clock().instant().plus(with.config().deadline()), commitmentWatts(request.order())));
    }

    /** Asks the next one, if there is time. */
    private CompletionStage<RouteOutcome> goOn(Progress progress) {
        if (timeLeft(progress).compareTo(Peer.SHORTEST) < 0) {
            return CompletableFuture.completedStage(
                    progress.isInDoubt ? new RouteOutcome.InDoubt(progress.tried) : notPlaced(progress, true));
        }
        Optional<PendingLoad> load = next(progress);
        if (load.isPresent()) {
            return attempt(progress, load.get())
                    .thenCompose(step ->
                            step.outcome() != null ? CompletableFuture.completedStage(step.outcome()) : goOn(progress));
        }
        if (progress.isInDoubt || isKeptFromOneAtWork()) {
            progress.triedIds.clear(); // one of them may have it, and will say so when it can; or may take it
            return pause(progress).thenCompose(_ -> goOn(progress));
        }
        return CompletableFuture.completedStage(notPlaced(progress, false));
    }

    /** A breaker is open for a while longer than what has opened it lasts; reports of the load go past it. */
    private boolean isKeptFromOneAtWork() {
        return board.loads().stream()
                .anyMatch(load -> load.up() && peer(load.id()).isBreakerOpen());
    }

    private static RouteOutcome notPlaced(Progress progress, boolean outOfTime) {
        boolean isUndecided =
                progress.tried.stream().anyMatch(one -> one.outcome().isForWantOfStore());
        return isUndecided
                ? new RouteOutcome.InDoubt(progress.tried)
                : new RouteOutcome.NotPlaced(progress.tried, outOfTime);
    }

    /** Who is asked next, with the load counted there. */
    private Optional<PendingLoad> next(Progress progress) {
        SubstationPeer suspect = progress.suspect;
        progress.suspect = null;
        return suspect == null
                ? board.pick(progress.commitmentWatts, progress.triedIds)
                : Optional.of(board.at(suspect.id(), progress.commitmentWatts));
    }

    private CompletionStage<Step> attempt(Progress progress, PendingLoad load) {
        SubstationPeer peer = peer(load.substation());
        String attempt = Headers.newName(with.random());
        // A stage from here on, so that the load is settled whatever fails.
        return CompletableFuture.completedStage(progress.request)
                .thenCompose(request -> peer.reserve(request, attempt, timeLeft(progress)))
                .thenCompose(answer -> decide(progress, peer, attempt, answer))
                .whenComplete((step, _) -> {
                    Acceptance acceptance = step == null ? null : step.acceptance();
                    if (acceptance == null) {
                        board.settled(load);
                    } else {
                        board.accepted(load, acceptance);
                    }
                });
    }

    private CompletionStage<Step> decide(Progress progress, SubstationPeer peer, String attempt, Answer answer) {
        return switch (answer) {
            case Answer.Told(ReservationAnswer.Reserved reserved) ->
                peer.confirm(reserved.sessionId(), timeLeft(progress))
                        .thenCompose(confirmed -> confirmed(progress, peer, attempt, reserved, confirmed));
            case Answer.Told(ReservationAnswer.Here(SessionView session, int load)) -> {
                count(peer, AttemptOutcome.KNOWN);
                yield Step.end(new RouteOutcome.Routed(peer.url(), session.id(), session.state(), load));
            }
            case Answer.Told(ReservationAnswer.Elsewhere elsewhere) -> {
                count(peer, AttemptOutcome.KNOWN);
                yield elsewhere(progress, elsewhere);
            }
            case Answer.Told(ReservationAnswer.UnderWay(String substation)) -> underWay(progress, peer, substation);
            case Answer.Rejected(var rejection) -> {
                count(peer, AttemptOutcome.REJECTED);
                yield Step.end(
                        rejection.isProblem(Refusals.KEY_REUSED)
                                ? new RouteOutcome.KeyReused()
                                : new RouteOutcome.Rejected(rejection));
            }
            case Answer.Failed(var outcome) -> tried(progress, peer, outcome);
            case Answer.InDoubt(var outcome) -> {
                peer.giveBack(progress.request, attempt);
                progress.doubt();
                yield tried(progress, peer, outcome);
            }
        };
    }

    private CompletionStage<Step> confirmed(
            Progress progress,
            SubstationPeer peer,
            String attempt,
            ReservationAnswer.Reserved reserved,
            Confirmed confirmed) {
        if (confirmed instanceof Confirmed.Charging(var admitted)) {
            count(peer, AttemptOutcome.ACCEPTED);
            var acceptance = new Acceptance(reserved.instance(), reserved.version(), reserved.commitmentWatts());
            var outcome = new RouteOutcome.Routed(
                    peer.url(), admitted.sessionId(), SessionState.CHARGING.label(), admitted.currentLoad());
            return CompletableFuture.completedStage(new Step(outcome, acceptance));
        }
        progress.doubt();
        return switch (confirmed) {
            case Confirmed.NotSent(var outcome) -> {
                peer.giveBack(progress.request, attempt);
                yield tried(progress, peer, outcome);
            }
            case Confirmed.InDoubt(var outcome) -> {
                // Either the confirmation counts, then this changes nothing; or it never will, and we need not wait.
                peer.giveBack(progress.request, attempt);
                count(peer, outcome);
                progress.suspect = peer;
                yield pause(progress);
            }
            case Confirmed.Gone _, Confirmed.Charging _ -> {
                count(peer, AttemptOutcome.GONE); // it took too long; perhaps not the next time
                yield pause(progress);
            }
        };
    }

    /** Waits; then whoever has the reservation is asked, unless it was asked in vain before. */
    private CompletionStage<Step> underWay(Progress progress, SubstationPeer asked, String substation) {
        count(asked, AttemptOutcome.UNDER_WAY);
        progress.doubt();
        SubstationPeer holder = peers.get(substation);
        if (holder != null && !progress.triedIds.contains(substation) && !holder.isBreakerOpen()) {
            progress.suspect = holder;
        }
        return pause(progress);
    }

    private CompletionStage<Step> tried(Progress progress, SubstationPeer peer, AttemptOutcome outcome) {
        count(peer, outcome);
        progress.tried(peer, outcome);
        return Step.GO_ON;
    }

    private CompletionStage<Step> elsewhere(Progress progress, ReservationAnswer.Elsewhere where) {
        SubstationPeer peer = peers.get(where.substation());
        if (peer == null) {
            return Step.end(new RouteOutcome.InDoubt(progress.tried)); // we are not told of all substations
        }
        return peer.session(where.sessionId(), timeLeft(progress))
                .thenCompose(shown -> Step.end(elsewhere(progress, peer, where, shown)));
    }

    private RouteOutcome elsewhere(
            Progress progress, SubstationPeer peer, ReservationAnswer.Elsewhere where, Shown shown) {
        boolean isOver = where.state().equals(ReservationAnswer.Elsewhere.ENDED);
        return switch (shown) {
            case Shown.As(SessionView session) -> routed(peer, where, session.state());
            case Shown.Unknown() ->
                routed(peer, where, ReservationAnswer.Elsewhere.ENDED); // it forgets only what is over
            // What is confirmed in the store may still be taken back by its owner, if it was stored too late.
            case Shown.Silent() ->
                isOver
                        ? routed(peer, where, ReservationAnswer.Elsewhere.ENDED)
                        : new RouteOutcome.InDoubt(progress.tried);
        };
    }

    private RouteOutcome routed(SubstationPeer peer, ReservationAnswer.Elsewhere where, String status) {
        return new RouteOutcome.Routed(peer.url(), where.sessionId(), status, activeSessions(peer));
    }

    private int activeSessions(SubstationPeer peer) {
        return board.loads().stream()
                .filter(load -> load.id().equals(peer.id()))
                .mapToInt(SubstationLoad::activeSessions)
                .findFirst()
                .orElse(0);
    }

    private void count(SubstationPeer peer, AttemptOutcome outcome) {
        with.metrics().attempted(peer.id(), outcome);
    }

    /** The longer, the more often; of random length, so that those who wait for each other do not meet again. */
    private CompletionStage<Step> pause(Progress progress) {
        progress.pauses = Math.min(PAUSES_MAX, progress.pauses + 1);
        Duration longest = PAUSE.multipliedBy(progress.pauses);
        return Pause.of(PAUSE.plusMillis(with.random().nextLong(longest.toMillis())))
                .thenCompose(_ -> Step.GO_ON);
    }

    /** As if no substation had defaults of its own: its answer tells what it has promised. */
    private long commitmentWatts(ChargeOrder order) {
        Instant now = with.clock().instant();
        return order.from(now, now, SessionDefaults.STANDARD).commitmentWatts(now);
    }

    private Duration timeLeft(Progress progress) {
        return Duration.between(with.clock().instant(), progress.deadline);
    }

    private SubstationPeer peer(String id) {
        SubstationPeer peer = peers.get(id);
        if (peer == null) {
            throw new IllegalStateException("no substation " + id);
        }
        return peer;
    }
}
