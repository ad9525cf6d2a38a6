package io.causalgrid.grid.service.balancer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.grid.service.wire.ReservationAnswer;
import io.causalgrid.grid.service.wire.SessionView;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One substation as its balancer talks to it: at the address where its owner is. Which that is, a load report tells, or the
 * word of a process that is not the owner. An owner without a majority of the store still reports, although another may
 * own the substation by now; so after such an answer the other addresses are asked first.
 */
final class SubstationPeer {
    private static final Duration ASIDE = Duration.ofSeconds(1);
    private static final String RESERVATIONS = "/internal/v1/reservations";

    private final String id;
    private final List<Peer> addresses;
    private final ObjectMapper mapper;
    private volatile Peer owner;
    /** Has said that it cannot decide. */
    private volatile @Nullable Peer doubted;

    /**
     * @param addresses where the owner may be, the likeliest first; at least one
     */
    SubstationPeer(String id, List<Peer> addresses, ObjectMapper mapper) {
        this.id = id;
        this.addresses = List.copyOf(addresses);
        this.mapper = mapper;
        this.owner = addresses.getFirst();
    }

    /** What became of the wish to have a connector kept. */
    sealed interface Answer {
        /** It says what is true of the key. */
        record Told(ReservationAnswer answer) implements Answer {}

        /** The request itself is at fault. */
        record Rejected(Reply.Answered answer) implements Answer {}

        /** It did nothing, for a reason of its own; another may take it. */
        record Failed(AttemptOutcome outcome) implements Answer {}

        /** It may have reserved, or may yet. */
        record InDoubt(AttemptOutcome outcome) implements Answer {}
    }

    /** What became of a confirmation. */
    sealed interface Confirmed {
        record Charging(Admitted admitted) implements Confirmed {}

        /** The reservation is over; nothing charges. */
        record Gone() implements Confirmed {}

        /** It did not hear of it. */
        record NotSent(AttemptOutcome outcome) implements Confirmed {}

        /** It may charge, or may yet. */
        record InDoubt(AttemptOutcome outcome) implements Confirmed {}
    }

    /** What it says of a session. */
    sealed interface Shown {
        record As(SessionView session) implements Shown {}

        /** It does not have it, or not any more. */
        record Unknown() implements Shown {}

        /** It says nothing. */
        record Silent() implements Shown {}
    }

    String id() {
        return id;
    }

    /** Where the owner is, as far as is known. */
    String url() {
        return owner.url().toString();
    }

    boolean isBreakerOpen() {
        return owner.isBreakerOpen();
    }

    /** Whether an answer shows a process at work, be it a refusal. */
    static boolean isHealthy(Reply.Answered answer) {
        return answer.status() < 500
                || answer.isProblem(Refusals.NO_CAPACITY)
                || answer.isProblem(Refusals.NOT_OWNER)
                || answer.isProblem(Refusals.NOT_STORED)
                || answer.isProblem(Refusals.IN_DOUBT);
    }

    /** Has a connector kept for the request. Where there is another owner by now, that one is asked. */
    CompletionStage<Answer> reserve(RouteRequest request, String attempt, Duration atMost) {
        var headers = Map.of(
                Headers.IDEMPOTENCY_KEY, request.key(),
                Headers.ATTEMPT, attempt,
                Headers.KEY_IS_NEW, Boolean.toString(request.keyIsNew()));
        var call = new PeerCall(HttpMethod.POST, RESERVATIONS, headers, request.json(), true);
        Peer asked = owner;
        return asked.ask(call, atMost).thenCompose(reply -> {
            if (reply instanceof Reply.Answered answer
                    && answer.isProblem(Refusals.NOT_OWNER)
                    && hasMoved(asked, answer)) {
                Peer next = owner;
                return next.ask(call, atMost).thenApply(second -> reserved(next, second));
            }
            return CompletableFuture.completedStage(reserved(asked, reply));
        });
    }

    private Answer reserved(Peer asked, Reply reply) {
        doubt(asked, reply);
        return switch (reply) {
            case Reply.Answered answer -> answer(answer);
            case Reply.NotSent _ -> new Answer.Failed(AttemptOutcome.UNREACHABLE);
            case Reply.BreakerOpen() -> new Answer.Failed(AttemptOutcome.BREAKER_OPEN);
            case Reply.Lost lost -> new Answer.InDoubt(outcome(lost));
        };
    }

    /** Makes a reservation a session. */
    CompletionStage<Confirmed> confirm(String sessionId, Duration atMost) {
        String path = RESERVATIONS + "/" + PeerCall.encoded(sessionId) + "/confirm";
        return owner.ask(new PeerCall(HttpMethod.POST, path, Map.of(), null, true), atMost)
                .thenApply(this::confirmed);
    }

    private Confirmed confirmed(Reply reply) {
        return switch (reply) {
            case Reply.Answered answer
            when answer.isSuccess() ->
                read(answer, Admitted.class)
                        .<Confirmed>map(Confirmed.Charging::new)
                        .orElseGet(() -> new Confirmed.InDoubt(AttemptOutcome.UNREACHABLE));
            case Reply.Answered answer ->
                answer.isProblem(Refusals.RESERVATION_GONE)
                        ? new Confirmed.Gone()
                        : new Confirmed.InDoubt(AttemptOutcome.IN_DOUBT);
            case Reply.NotSent _ -> new Confirmed.NotSent(AttemptOutcome.UNREACHABLE);
            case Reply.BreakerOpen _ -> new Confirmed.NotSent(AttemptOutcome.BREAKER_OPEN);
            case Reply.Lost lost -> new Confirmed.InDoubt(outcome(lost));
        };
    }

    /**
     * Frees what an attempt has reserved, and not confirmed, sooner than it would end by itself. Sent once and not waited
     * for: whether it arrives does not matter.
     */
    void giveBack(RouteRequest request, String attempt) {
        var headers = Map.of(Headers.IDEMPOTENCY_KEY, request.key(), Headers.ATTEMPT, attempt);
        Peer asked = owner;
        Thread.ofVirtual()
                .name("give back at " + id)
                .start(() -> asked.probe(PeerCall.delete(RESERVATIONS, headers), ASIDE));
    }

    CompletionStage<Shown> session(String sessionId, Duration atMost) {
        var call = PeerCall.get("/internal/v1/sessions/" + PeerCall.encoded(sessionId));
        return owner.ask(call, atMost).thenApply(this::shown);
    }

    private Shown shown(Reply reply) {
        if (!(reply instanceof Reply.Answered answer)) {
            return new Shown.Silent();
        }
        if (answer.isProblem(Refusals.UNKNOWN_SESSION)) {
            return new Shown.Unknown();
        }
        return answer.isSuccess()
                ? read(answer, SessionView.class).<Shown>map(Shown.As::new).orElseGet(Shown.Silent::new)
                : new Shown.Silent();
    }

    /** The owner's load, or empty if no owner tells. Blocks, for virtual threads. */
    Optional<LoadReport> load(Duration timeout) {
        for (Peer address : likeliestFirst()) {
            if (address.probe(PeerCall.get("/internal/v1/load"), timeout) instanceof Reply.Answered answer
                    && answer.isSuccess()) {
                Optional<LoadReport> load = read(answer, LoadReport.class);
                if (load.isPresent()) {
                    owner = address;
                    return load;
                }
            }
        }
        return Optional.empty();
    }

    private List<Peer> likeliestFirst() {
        Peer present = owner;
        List<Peer> inOrder = new ArrayList<>(addresses);
        inOrder.remove(present);
        inOrder.add(present == doubted ? inOrder.size() : 0, present);
        return inOrder;
    }

    private void doubt(Peer asked, Reply reply) {
        if (reply instanceof Reply.Answered answer && answer.isProblem(Refusals.IN_DOUBT)) {
            doubted = asked;
        } else if (asked == doubted) {
            doubted = null;
        }
    }

    private boolean hasMoved(Peer asked, Reply.Answered notOwner) {
        String where = notOwner.json().path(Refusals.OWNER).asText();
        Optional<Peer> next = addresses.stream()
                .filter(address -> address != asked && address.url().toString().equals(where))
                .findFirst();
        next.ifPresent(address -> owner = address);
        return next.isPresent();
    }

    private Answer answer(Reply.Answered answer) {
        if (answer.isSuccess()) {
            return read(answer, ReservationAnswer.class)
                    .<Answer>map(Answer.Told::new)
                    .orElseGet(() -> new Answer.InDoubt(AttemptOutcome.UNREACHABLE));
        }
        Optional<AttemptOutcome> refusal = AttemptOutcome.ofProblem(answer);
        if (refusal.isPresent()) {
            return new Answer.Failed(refusal.get());
        }
        // A failed server may have failed after it acted.
        return answer.status() < 500 ? new Answer.Rejected(answer) : new Answer.InDoubt(AttemptOutcome.UNREACHABLE);
    }

    private static AttemptOutcome outcome(Reply.Lost lost) {
        return lost.timedOut() ? AttemptOutcome.TIMEOUT : AttemptOutcome.UNREACHABLE;
    }

    private <T> Optional<T> read(Reply.Answered answer, Class<T> type) {
        try {
            return Optional.ofNullable(mapper.treeToValue(answer.json(), type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
