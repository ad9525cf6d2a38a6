package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.balancing.Acceptance;
import io.causalgrid.grid.core.balancing.Reservation;
import io.causalgrid.grid.core.balancing.SubstationBoard;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.balancer.RouteOutcome.Tried;
import io.causalgrid.grid.service.balancer.SubstationPeer.Answer;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Places one request: picks and reserves, asks, and goes on to the next substation until one takes it, all have been
 * tried or time is up. An attempt whose fate is unknown is taken back through the release queue, so that in the end the
 * request has one session however many substations heard of it.
 */
final class Router {
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

    /** The progress of one request; confined to its thread. */
    private static final class Progress {
        final RouteRequest request;
        final Instant deadline;
        final Set<String> triedIds = new HashSet<>();
        final List<Tried> tried = new ArrayList<>();
        /** Substations that may know the key from before, but did not say. */
        final List<SubstationPeer> silent = new ArrayList<>();

        Progress(RouteRequest request, Instant deadline) {
            this.request = request;
            this.deadline = deadline;
        }
    }

    RouteOutcome route(RouteRequest request) {
        var progress =
                new Progress(request, with.clock().instant().plus(with.config().deadline()));
        if (!request.keyIsNew()) {
            Optional<RouteOutcome> known = claim(progress);
            if (known.isPresent()) {
                return known.get();
            }
        }
        long commitmentWatts = commitmentWatts(request.order());
        while (timeLeft(progress).isPositive()) {
            Optional<Reservation> reservation = board.pick(commitmentWatts, progress.triedIds);
            if (reservation.isEmpty()) {
                return new RouteOutcome.NotPlaced(progress.tried, false);
            }
            RouteOutcome outcome = attempt(progress, reservation.get());
            if (outcome != null) {
                return outcome;
            }
        }
        return new RouteOutcome.NotPlaced(progress.tried, true);
    }

    /** One attempt; null means to go on. */
    private @Nullable RouteOutcome attempt(Progress progress, Reservation reservation) {
        SubstationPeer peer = peer(reservation.substation());
        String attempt = Headers.newName(with.random());
        Answer answer = new Answer.InDoubt(AttemptOutcome.UNREACHABLE);
        try {
            answer = peer.charge(progress.request, attempt, timeLeft(progress));
        } finally {
            settle(reservation, answer);
            if (answer instanceof Answer.InDoubt) {
                release(peer, progress.request, attempt);
            }
        }
        AttemptOutcome outcome =
                switch (answer) {
                    case Answer.Accepted _ -> AttemptOutcome.ACCEPTED;
                    case Answer.Refused() -> AttemptOutcome.REFUSED;
                    case Answer.Rejected _ -> AttemptOutcome.REJECTED;
                    case Answer.Failed(var failed) -> failed;
                    case Answer.InDoubt(var doubt) -> doubt;
                };
        with.metrics().attempted(peer.id(), outcome);
        progress.triedIds.add(peer.id());
        progress.tried.add(new Tried(peer.id(), outcome));
        return switch (answer) {
            case Answer.Accepted(Admitted admitted) -> {
                progress.silent.stream()
                        .filter(other -> other != peer)
                        .forEach(other -> release(other, progress.request, ChargeKey.ANY_ATTEMPT));
                yield new RouteOutcome.Routed(peer.url(), admitted.currentLoad());
            }
            case Answer.Rejected(var rejection) -> rejected(rejection);
            case Answer.Refused _, Answer.Failed _, Answer.InDoubt _ -> null;
        };
    }

    private void settle(Reservation reservation, Answer answer) {
        if (answer instanceof Answer.Accepted(Admitted admitted)) {
            board.accepted(
                    reservation, new Acceptance(admitted.instance(), admitted.version(), admitted.commitmentWatts()));
        } else {
            board.settled(reservation);
        }
    }

    /** Asks all substations at once whether they have a session for the key already. */
    private Optional<RouteOutcome> claim(Progress progress) {
        String attempt = Headers.newName(with.random());
        Map<SubstationPeer, Future<Answer>> answers = new HashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (SubstationPeer peer : peers.values()) {
                Callable<Answer> ask = () -> peer.claim(progress.request, attempt, timeLeft(progress));
                answers.put(peer, threads.submit(ask));
            }
        }
        for (Map.Entry<SubstationPeer, Future<Answer>> entry : answers.entrySet()) {
            Answer answer = resultNow(entry.getValue());
            switch (answer) {
                case Answer.Accepted(Admitted admitted) -> {
                    return Optional.of(new RouteOutcome.Routed(entry.getKey().url(), admitted.currentLoad()));
                }
                case Answer.Refused(), Answer.Rejected _ -> {}
                case Answer.Failed _, Answer.InDoubt _ -> progress.silent.add(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private static Answer resultNow(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Answer.Failed(AttemptOutcome.UNREACHABLE);
    }

    private static RouteOutcome rejected(Reply.Answered rejection) {
        return rejection.isProblem("idempotency-key-reused")
                ? new RouteOutcome.KeyReused()
                : new RouteOutcome.Rejected(rejection);
    }

    private void release(SubstationPeer peer, RouteRequest request, String attempt) {
        Instant now = with.clock().instant();
        Instant ends = now.plus(request.order().stayFrom(now));
        peer.releases().add(new ReleaseQueue.Release(request.key(), attempt, ends));
    }

    private long commitmentWatts(ChargeOrder order) {
        Instant now = with.clock().instant();
        return order.from(now, order.stayFrom(now)).commitmentWatts(now);
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
