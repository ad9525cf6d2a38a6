package io.causalgrid.dashboard.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.wire.WireFormat;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.function.Function;

/**
 * Passes a visitor's requests on, once: a visitor sees a failure and can decide, and a repeated write would be a second
 * one. The returned {@code Uni}s never fail.
 */
@Singleton
public class Requests {
    private static final int DETAIL_CHARS_MAX = 600;

    private final Clients clients;
    private final Duration timeout;

    public Requests(Clients clients, DashboardConfig config) {
        this.clients = clients;
        this.timeout = config.upstream().requestTimeout();
    }

    public Uni<Answer> write(String replica, String key, String value) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("key", key).put("value", value);
        return ofReplica(replica, api -> api.write(body.toString()));
    }

    public Uni<Answer> read(String replica, String key) {
        return ofReplica(replica, api -> api.read(key));
    }

    /**
     * Asks a replica to cut, delay or heal its link to a peer.
     *
     * @param delayMillis added to what the replica receives from the peer; 0 for none
     */
    public Uni<Answer> changeLink(String replica, String peer, boolean cut, long delayMillis) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("cut", cut).put("delayMillis", delayMillis);
        return ofReplica(replica, api -> api.changeLink(peer, body.toString()));
    }

    /**
     * Asks the gateway for a charge.
     *
     * @param request as the gateway's {@code POST /charge} expects it
     */
    public Uni<Answer> charge(JsonNode request) {
        return asked(clients.gateway().charge(request.toString()));
    }

    private Uni<Answer> ofReplica(String name, Function<ReplicaApi, Uni<Response>> request) {
        return clients.replica(name).map(api -> asked(request.apply(api))).orElseGet(() -> Uni.createFrom()
                .item(new Answer.UnknownReplica(name)));
    }

    private Uni<Answer> asked(Uni<Response> request) {
        return request.ifNoItem()
                .after(timeout)
                .fail()
                .map(Requests::answer)
                .onFailure()
                .recoverWithItem(failure ->
                        new Answer.Unreachable(Failures.describe(failure), !Failures.neverConnected(failure)));
    }

    private static Answer answer(Response response) {
        String text = response.hasEntity() ? response.readEntity(String.class) : "";
        JsonNode body = WireFormat.tree(text);
        if (response.getStatus() < 400) {
            return new Answer.Done(body);
        }
        String title = body.path("title").asText(response.getStatusInfo().getReasonPhrase());
        String detail = Shortened.text(body.path("detail").asText(""), DETAIL_CHARS_MAX);
        return new Answer.Refused(response.getStatus(), Shortened.text(title, DETAIL_CHARS_MAX), detail);
    }
}
