package io.causalgrid.grid.service.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.events.EventHub;
import io.causalgrid.grid.service.peer.Pause;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Passed;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.grid.service.wire.SessionView;
import io.causalgrid.http.problems.Problems;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sessions, wherever they live: a session's id begins with its substation's. */
@Singleton
public class GatewaySessions {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** Longer than a substation waits for its journal, before it answers without it. */
    private static final Duration TIMEOUT = Duration.ofMillis(2_500);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int UNAVAILABLE = 503;

    private final BalancerWatch watch;
    private final SubstationRelays relays;
    private final PeerHttp http;
    private final ObjectMapper mapper;
    private final GridConfig.BreakerConfig breaker;
    private final Duration deadline;
    private final InstantSource clock;
    private final Map<URI, Peer> peers = new ConcurrentHashMap<>();

    GatewaySessions(
            BalancerWatch watch,
            SubstationRelays relays,
            PeerHttp http,
            ObjectMapper mapper,
            GridConfig config,
            InstantSource clock) {
        this.watch = watch;
        this.relays = relays;
        this.http = http;
        this.mapper = mapper;
        this.breaker = config.gateway().breaker();
        this.deadline = config.gateway().deadline();
        this.clock = clock;
    }

    /**
     * A page of sessions.
     *
     * @param missing substations that did not answer, so that their sessions are not among these
     */
    public record Page(List<SessionView> sessions, List<String> missing) {}

    /** Sessions of all substations, or of one, in the order of their ids. Blocks, for virtual threads. */
    public Page sessions(Query query) {
        Map<String, Future<List<SessionView>>> answers = new LinkedHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            watch.substations().forEach((id, url) -> {
                if (query.substation().isEmpty() || query.substation().equals(id)) {
                    Callable<List<SessionView>> ask = () -> page(url, query);
                    answers.put(id, threads.submit(ask));
                }
            });
        }
        List<SessionView> sessions = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        answers.forEach((id, answer) -> {
            try {
                sessions.addAll(answer.get());
            } catch (ExecutionException e) {
                missing.add(id);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                missing.add(id);
            }
        });
        sessions.sort(Comparator.comparing(SessionView::id));
        return new Page(sessions.stream().limit(query.limit()).toList(), missing);
    }

    /**
     * Which sessions are asked for; empty texts for all.
     *
     * @param after only those with a greater id
     */
    public record Query(String state, String substation, String after, int limit) {}

    /** One session. Fails with {@link io.quarkiverse.resteasy.problem.HttpProblem}, 404 if there is none. */
    public CompletionStage<SessionView> session(String id) {
        return ask(id, HttpMethod.GET).thenApply(reply -> read(successful(answered(reply)), SessionView.class));
    }

    /**
     * Ends a session; again is harmless. While its substation does not answer, or cannot decide, it is asked again for as long as
     * there is time: it may have another owner soon. Gives the substation's status, 202 while the end is not stored yet; fails
     * with {@link io.quarkiverse.resteasy.problem.HttpProblem}, 404 if there is none.
     */
    public CompletionStage<Integer> stop(String id) {
        return stop(id, clock.instant().plus(deadline).minus(PAUSE));
    }

    /** Asks again until then. */
    private CompletionStage<Integer> stop(String id, Instant latest) {
        return ask(id, HttpMethod.DELETE)
                .thenCompose(reply -> isDecided(reply) || !clock.instant().isBefore(latest)
                        ? CompletableFuture.completedStage(
                                successful(answered(reply)).status())
                        : Pause.of(PAUSE).thenCompose(_ -> stop(id, latest)));
    }

    private static boolean isDecided(Reply reply) {
        return reply instanceof Reply.Answered answer && answer.status() != UNAVAILABLE;
    }

    /** What happens at all substations. */
    public EventHub events() {
        return relays.hub();
    }

    private List<SessionView> page(URI url, Query query) {
        String state = query.state().isEmpty() ? "" : "&state=" + PeerCall.encoded(query.state());
        String path =
                "/internal/v1/sessions?limit=" + query.limit() + "&after=" + PeerCall.encoded(query.after()) + state;
        return List.of(read(answered(peer(url).call(PeerCall.get(path), TIMEOUT)), SessionView[].class));
    }

    /** Asks the substation whose session it is. */
    private CompletionStage<Reply> ask(String sessionId, HttpMethod method) {
        if (watch.substations().isEmpty()) {
            throw Problems.unavailable("no-balancer", "No balancer has told which substations there are.", RETRY_AFTER)
                    .build();
        }
        URI url = watch.substations().entrySet().stream()
                .filter(substation -> sessionId.startsWith(substation.getKey() + '-'))
                .max(Comparator.comparingInt(substation -> substation.getKey().length()))
                .map(Map.Entry::getValue)
                .orElseThrow(Refusals::unknownSession);
        var call = new PeerCall(method, "/internal/v1/sessions/" + PeerCall.encoded(sessionId), Map.of(), null, true);
        return peer(url).ask(call, TIMEOUT);
    }

    private static Reply.Answered successful(Reply.Answered answer) {
        if (!answer.isSuccess()) {
            throw Passed.problem(answer);
        }
        return answer;
    }

    private static Reply.Answered answered(Reply reply) {
        if (reply instanceof Reply.Answered answer) {
            return answer;
        }
        throw Problems.unavailable("substation-unreachable", "The session's substation does not answer.", RETRY_AFTER)
                .build();
    }

    private Peer peer(URI url) {
        return peers.computeIfAbsent(
                url, _ -> new Peer(url, http, new Peer.Settings(TIMEOUT, breaker, answer -> answer.status() < 500)));
    }

    private <T> T read(Reply.Answered answer, Class<T> type) {
        try {
            return mapper.treeToValue(answer.json(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a substation's answer is not what it should be", e);
        }
    }
}
