package io.causalgrid.kv.client.routing;

import io.causalgrid.kv.client.error.CallInterruptedException;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.error.DeadlineExceededException;
import io.causalgrid.kv.client.error.FailedAttempt;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request from its first attempt to its answer, or to the point where there is none to be had.
 *
 * <p>The invariant for writes: once an attempt may have been applied ({@code firstTry} is set), every later attempt carries the
 * same id and says who was tried first, with the incarnation, since an endpoint's replica may lose its disk meanwhile and then
 * knows nothing of the first try. It goes to another endpoint only if the write collapses with itself there. And from then on
 * the call ends well, or with a refusal that also holds for the first try, or says that the outcome is unknown.
 */
final class Execution {
    private final Router router;
    private final Request request;
    private final @Nullable String token;
    private final @Nullable String id;
    private final Deadline deadline;
    private final Route route;
    private final Map<URI, String> reasons = new LinkedHashMap<>();
    private @Nullable Endpoint firstTry;
    private @Nullable String firstSite;

    Execution(Router router, Request request, @Nullable String token, Deadline deadline) {
        this.router = router;
        this.request = request;
        this.token = token;
        this.id = request.isWrite() ? request.id().orElseGet(router::newRequestId) : null;
        this.deadline = deadline;
        this.route = router.newRoute();
    }

    Answer run() throws InterruptedException {
        try {
            while (true) {
                if (deadline.isOver() || router.isClosed() || !mayRepeat()) {
                    throw givingUp();
                }
                switch (route.next()) {
                    case Route.Pause(Duration time) -> pause(time);
                    case Route.Ask ask -> {
                        Answer answer = ask(ask);
                        if (answer != null) {
                            return answer;
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (time.compareTo(deadline.left()) >= 0) {
            throw givingUp();
        }
        router.pause(time);
    }

    private @Nullable Answer ask(Route.Ask ask) throws InterruptedException {
        Endpoint endpoint = ask.endpoint();
        String unnamed = request.isWrite() ? identityFailure(ask) : null;
        // Not after the attempt: by then another call may have heard of an incarnation that this one never reached.
        String identity = endpoint.identity().orElse(null);
        Outcome outcome = unnamed == null ? attempt(ask, identity) : new Outcome.Unreached(unnamed);
        return switch (outcome) {
            case Outcome.Settled(Answer answer) -> {
                if (request.isWrite() && answer.isHeldByTooFew()) {
                    endpoint.isolated(router.isolation());
                }
                yield settle(endpoint, answer);
            }
            case Outcome.NotHere refused -> {
                route.refused(endpoint, refused.retryAfter(), refused.canServe());
                yield goOn(endpoint, refused.reason());
            }
            case Outcome.Unreached(String reason) -> goOn(endpoint, reason);
            case Outcome.StillAtIt still -> {
                remember(endpoint, identity);
                route.rest(endpoint, still.retryAfter());
                route.stayAt(endpoint, mayGoElsewhere());
                reasons.put(endpoint.uri(), still.reason());
                yield null;
            }
            case Outcome.Unknown(String reason, boolean _) -> {
                boolean isFirst = request.isWrite() && firstTry == null;
                if (isFirst) {
                    remember(endpoint, identity);
                    route.stayAt(endpoint, mayGoElsewhere());
                    reasons.put(endpoint.uri(), reason);
                    yield null;
                }
                yield goOn(endpoint, reason);
            }
        };
    }

    private @Nullable String identityFailure(Route.Ask ask) throws InterruptedException {
        boolean judged = false;
        try {
            String reason = router.attempts().learnIdentity(ask.endpoint(), deadline);
            boolean hadItsTime = !deadline.isOver();
            if (reason != null && hadItsTime) {
                ask.failed(reason);
            }
            judged = reason == null || hadItsTime; // if all is well, by the attempt that follows
            return reason;
        } finally {
            if (!judged) {
                ask.permit().withdrawn();
            }
        }
    }

    /** An interrupt may find the request sent. */
    private Outcome attempt(Route.Ask ask, @Nullable String identity) throws InterruptedException {
        var envelope = new Attempts.Envelope(token, id, firstTry == null ? null : firstSite);
        boolean unfinished = true;
        try {
            Outcome outcome = router.attempts().ask(ask, request, envelope, deadline);
            unfinished = false;
            return outcome;
        } finally {
            if (unfinished && request.isWrite()) {
                remember(ask.endpoint(), identity);
            }
        }
    }

    private void remember(Endpoint endpoint, @Nullable String identity) {
        if (firstTry == null) {
            firstTry = endpoint;
            firstSite = identity;
        }
    }

    private @Nullable Answer goOn(Endpoint endpoint, String reason) {
        reasons.put(endpoint.uri(), reason);
        if (firstTry != null && mayGoElsewhere()) {
            route.moveOn();
        }
        return null;
    }

    /** What does not collapse with itself must be able to say who was tried first. */
    private boolean mayRepeat() {
        return firstTry == null || firstSite != null || collapses();
    }

    private boolean mayGoElsewhere() {
        return collapses() && firstSite != null;
    }

    private boolean collapses() {
        return request.repetition() == Request.Repetition.COLLAPSES;
    }

    /**
     * A refusal settles a write for good only if the incarnation where it was tried first says so, which knows of the first
     * try, and judged it by the same rules.
     */
    private Answer settle(Endpoint endpoint, Answer answer) {
        boolean isDone = answer.isSuccess() || (answer.isAbsence() && collapses());
        if (firstTry == null || isDone) {
            return answer;
        }
        boolean isFirstSite = endpoint.equals(firstTry)
                && Objects.equals(answer.header("Served-By").orElse(null), firstSite);
        boolean holdsForFirstTry = isFirstSite
                && answer.status() != 410
                && !answer.problem().name().equals("repeat-not-collapsible");
        if (holdsForFirstTry) {
            return answer;
        }
        CausalGridException refusal = answer.refusal();
        reasons.put(endpoint.uri(), String.valueOf(refusal.getMessage()));
        throw new OutcomeUnknownException(requestId(), attempts(), refusal);
    }

    private CausalGridException givingUp() {
        if (firstTry != null) {
            return new OutcomeUnknownException(requestId(), attempts(), null);
        }
        if (router.isClosed()) {
            return new UnavailableException("The client is closed", attempts());
        }
        return deadline.isOver()
                ? new DeadlineExceededException("The time for the call is over", attempts())
                : new UnavailableException("No endpoint can serve the call before its time is over", attempts());
    }

    private CausalGridException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        if (router.isClosed()) { // which interrupts the client's own threads
            return givingUp();
        }
        return firstTry == null
                ? new CallInterruptedException(cause)
                : new OutcomeUnknownException(requestId(), attempts(), cause);
    }

    private String requestId() {
        return id == null ? "" : id;
    }

    private List<FailedAttempt> attempts() {
        return reasons.entrySet().stream()
                .map(reason -> new FailedAttempt(reason.getKey(), reason.getValue()))
                .toList();
    }
}
