package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.memory.LargeBodies;
import io.causalgrid.kv.service.memory.Turn;
import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.causalgrid.kv.service.session.Stamp;
import io.causalgrid.kv.service.telemetry.RequestTimers;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests on routes below Quarkus REST, with all that {@link CausalityFilter}, {@link QuorumFilter} and
 * {@link StoreProblems} do above: nobody is served before this site has what the client has seen, every answer is stamped, every failure is a problem.
 */
@Singleton
class DirectAnswers {
    private static final Logger LOG = Logger.getLogger(DirectAnswers.class);

    private final SessionGate gate;
    private final QuorumGate quorum;
    private final Stamp stamp;
    private final RequestTimers timers;
    private final LargeBodies bodies;
    private final long valueBytesMax;
    private final long bodyBytesMax;

    DirectAnswers(
            SessionGate gate,
            QuorumGate quorum,
            Stamp stamp,
            RequestTimers timers,
            LargeBodies bodies,
            KvConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodySizeMax) {
        this.gate = gate;
        this.quorum = quorum;
        this.stamp = stamp;
        this.timers = timers;
        this.bodies = bodies;
        this.valueBytesMax = config.maxValueSize().asLongValue();
        this.bodyBytesMax = bodySizeMax.asLongValue();
    }

    /**
     * Answers what the work comes to; its exceptions that are no problems are bugs.
     *
     * @param route the name of the route among the metrics
     */
    void answer(RoutingContext context, String route, Supplier<Uni<Answer>> work) {
        new Exchange(context, route).answer(work);
    }

    /** As above, with the request's body, or as much of it as shows that it is too large. */
    void answerBody(RoutingContext context, String route, Function<Buffer, Uni<Answer>> work) {
        var exchange = new Exchange(context, route);
        new RequestBody(valueBytesMax, bodyBytesMax).read(context.request(), new RequestBody.Reader() {
            @Override
            public void whole(Buffer body) {
                exchange.answer(() -> work.apply(body));
            }

            @Override
            public void endless() {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                context.addEndHandler(_ -> context.request().connection().close()); // without waiting for the rest
                exchange.fail(Texts.tooLarge(bodyBytesMax));
            }
        });
    }

    /** One request, on its event loop. */
    private final class Exchange {
        private final RoutingContext context;
        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final Context loop;
        private final String route;
        private final long startNanos = System.nanoTime();
        private @Nullable String countedAmong;

        Exchange(RoutingContext context, String route) {
            this.context = context;
            this.request = context.request();
            this.response = context.response();
            this.loop = context.vertx().getOrCreateContext();
            this.route = route;
        }

        void answer(Supplier<Uni<Answer>> work) {
            gate.admit(
                            request.getHeader(SessionGate.TOKEN),
                            () -> Preferences.wait(request.headers().getAll(Preferences.HEADER)))
                    .chain(refusal -> {
                        Optional<HttpProblem> why = refusal.isPresent() ? refusal : refusedAsOneOfAMajority();
                        return why.isPresent() ? Uni.createFrom().failure(why.get()) : work.get();
                    })
                    .subscribe()
                    .with(answer -> send(answer, work), failure -> onLoop(() -> fail(failure)));
        }

        private Optional<HttpProblem> refusedAsOneOfAMajority() {
            String asks = request.getHeader(QuorumGate.ASKS);
            if (asks == null) {
                return Optional.empty();
            }
            Optional<HttpProblem> refusal = quorum.refusal(asks);
            countedAmong = quorum.members();
            return refusal;
        }

        /**
         * A large answer needs a turn. If that has to be awaited, the answer is made anew then, and not kept meanwhile: so it
         * is decided here, on the thread that has made it, before it could wait for the event loop.
         */
        private void send(Answer answer, Supplier<Uni<Answer>> work) {
            Buffer body = answer.body();
            if (body == null || body.length() <= LargeBodies.SMALL_BYTES_MAX || isHead()) {
                onLoop(() -> send(answer));
                return;
            }
            CompletableFuture<Turn> turn = bodies.answer(context, body.length());
            if (turn.state() == State.SUCCESS) {
                onLoop(() -> send(answer, turn.resultNow()));
            } else {
                sendInTurn(turn, work);
            }
        }

        private void sendInTurn(CompletableFuture<Turn> awaited, Supplier<Uni<Answer>> work) {
            Uni.createFrom()
                    .completionStage(awaited)
                    .chain(turn -> Uni.createFrom()
                            .deferred(work::get)
                            .onFailure()
                            .invoke(turn::end)
                            .invoke(answer -> onLoop(() -> send(answer, turn))))
                    .subscribe()
                    .with(_ -> {}, failure -> onLoop(() -> fail(failure)));
        }

        private void send(Answer answer, Turn turn) {
            send(answer).onComplete(_ -> turn.end());
        }

        void fail(Throwable failure) {
            HttpProblem problem = failure instanceof HttpProblem known
                    ? known
                    : StoreProblems.of(failure).orElseGet(() -> bug(failure));
            if (response.closed()) {
                return;
            }
            stamp.putOn(response.headers());
            if (CausalityFilter.isOfTheMoment(problem.getStatusCode())) {
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            }
            Problems.answer(context, problem);
            time(problem.getStatusCode());
        }

        /** Completes when the connection has taken all of it. */
        private Future<Void> send(Answer answer) {
            if (response.closed()) {
                return Future.failedFuture("the client has gone");
            }
            response.setStatusCode(answer.status());
            answer.headers().forEach(response::putHeader);
            if (countedAmong != null && countedAmong.equals(quorum.members())) {
                response.putHeader(QuorumGate.MEMBERS, countedAmong);
            }
            stamp.putOn(response.headers());
            Buffer body = answer.body();
            if (body != null && isHead()) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            }
            var sent = body == null || isHead() ? response.end() : response.end(body);
            time(answer.status());
            return sent;
        }

        private boolean isHead() {
            return request.method().equals(HttpMethod.HEAD);
        }

        private void time(int status) {
            timers.timer(route, request.method(), status).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        }

        private HttpProblem bug(Throwable failure) {
            LOG.errorf(failure, "%s %s failed", request.method(), route);
            return HttpProblem.valueOf(Response.Status.INTERNAL_SERVER_ERROR);
        }

        private void onLoop(Runnable task) {
            if (loop.equals(Vertx.currentContext())) {
                task.run();
            } else {
                loop.runOnContext(_ -> task.run());
            }
        }
    }
}
