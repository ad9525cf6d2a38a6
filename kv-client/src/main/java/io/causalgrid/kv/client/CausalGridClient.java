package io.causalgrid.kv.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.claim.Claim;
import io.causalgrid.kv.client.claim.ClaimSettings;
import io.causalgrid.kv.client.claim.Standing;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.majority.Majority;
import io.causalgrid.kv.client.routing.Endpoint;
import io.causalgrid.kv.client.routing.EndpointHealth;
import io.causalgrid.kv.client.routing.HttpTransport;
import io.causalgrid.kv.client.routing.Request;
import io.causalgrid.kv.client.routing.RouteTools;
import io.causalgrid.kv.client.routing.Router;
import io.causalgrid.kv.client.routing.Settings;
import io.causalgrid.kv.client.value.Member;
import io.causalgrid.kv.client.watch.Watch;
import io.causalgrid.kv.client.watch.WatchEvent;
import io.causalgrid.kv.client.watch.WatchRequest;
import io.causalgrid.kv.client.watch.WatchStreams;
import io.causalgrid.kv.client.watch.Watcher;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The store, as an application uses it.
 *
 * {@snippet file="io/causalgrid/kv/client/example/FirstSession.java" region="session"}
 *
 * <p>The client asks the first of its endpoints that is well, and the next ones when that fails; the session stays consistent
 * all the same, because it tells each replica what it has seen. A write whose answer is lost is asked for again under the same
 * id, so that it is never done twice; where that cannot be known, the call fails with
 * {@link io.causalgrid.kv.client.error.OutcomeUnknownException} and nothing else does.
 *
 * <p>Thread-safe. Have one for each cluster, and close it. It has virtual threads for asynchronous calls and watches; other
 * calls block the caller's.
 */
public final class CausalGridClient implements AutoCloseable {
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final Settings settings;
    private final HttpTransport transport;
    private final Router router;
    private final RandomGenerator random;
    private final ClientThreads threads = new ClientThreads();

    CausalGridClient(Settings settings, RouteTools tools) {
        this.settings = settings;
        this.transport = new HttpTransport(settings.connectTimeout());
        this.router = new Router(settings, tools, transport);
        this.random = tools.random();
    }

    /** A client of these replicas, the preferred one first. Each is one replica's address, not a load balancer's. */
    public static CausalGridClientBuilder builder(URI... endpoints) {
        return new CausalGridClientBuilder(List.of(endpoints));
    }

    /** A session that has seen nothing yet. */
    public CausalSession session() {
        return newSession(null);
    }

    /** A session that goes on where another one was, here or in another process: by its token. */
    public CausalSession session(String token) {
        return newSession(token);
    }

    /**
     * Hears of changes until the watch or the client is closed. The listener runs on the watch's own virtual thread, one event
     * at a time, and may take its time and call the store: it is asked for no faster than it takes.
     */
    public Watch watch(WatchRequest request, Consumer<? super WatchEvent> listener) {
        router.checkOpen();
        var watcher = new Watcher(router, new WatchStreams(transport, settings), request, listener);
        var _ = threads.start("watch", watcher::run);
        return watcher;
    }

    /** Reads at a majority of the members; the client's endpoints should be all of them. */
    public Majority majority() {
        return new Majority(
                transport, router.endpoints().stream().map(Endpoint::uri).toList(), settings.attemptTimeout());
    }

    /**
     * Strives for the claim that stands under a key, once it is {@linkplain Claim#start started}; see {@link Claim}. The claim uses
     * this client until it is closed.
     *
     * @param listener told of each change of its standing, on the claim's own thread
     */
    public Claim claim(String key, ClaimSettings claim, Consumer<? super Standing> listener) {
        return new Claim(new StoredClaim(this, key, claim.lease()), claim, random, System::nanoTime, listener::accept);
    }

    /** What the client knows of each of its endpoints, in the order of preference. */
    public List<EndpointHealth> endpoints() {
        return router.endpoints().stream().map(Endpoint::health).toList();
    }

    /** The cluster as the first replica that answers sees it: the document of {@code GET /v1/cluster}. */
    public JsonNode cluster() {
        return documentOf("/v1/cluster");
    }

    /** The members of the cluster. */
    public List<Member> members() {
        var members = new ArrayList<Member>();
        for (JsonNode member : Documents.array(documentOf("/v1/cluster/members"), "members")) {
            members.add(new Member(Documents.text(member, "name"), URI.create(Documents.text(member, "url"))));
        }
        return List.copyOf(members);
    }

    /**
     * Ends watches and what is under way, and waits a little for it. Calls that are cut off fail as they would when the
     * endpoints went away.
     */
    @Override
    public void close() {
        router.close();
        transport.close();
        threads.close(PATIENCE_AT_CLOSE);
    }

    /** How many of its virtual threads there are. */
    int threads() {
        return threads.running();
    }

    private JsonNode documentOf(String path) {
        return newSessionCalls(null)
                .run(new Call<>(Request.get(path), answer -> answer.orRefusal().document()));
    }

    private CausalSession newSession(@Nullable String token) {
        return new CausalSession(newSessionCalls(token));
    }

    private SessionCalls newSessionCalls(@Nullable String token) {
        return new SessionCalls(router, threads, token);
    }
}
