package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One client of the REST API that goes from replica to replica. With a token it carries what it has seen from answer to
 * request, and when it is turned away it goes to a replica that can serve it, as the answer says. Without, it does not care.
 * Belongs to one thread.
 */
final class StoreClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Replicas replicas;
    private final boolean carriesToken;
    private final int waitSeconds;
    private String token = "";
    private int timesTurnedAway;

    private StoreClient(Replicas replicas, boolean carriesToken, int waitSeconds) {
        this.replicas = replicas;
        this.carriesToken = carriesToken;
        this.waitSeconds = waitSeconds;
    }

    /** A client that rather goes elsewhere than waits until a replica has applied what it has seen. */
    static StoreClient hopping(Replicas replicas) {
        return new StoreClient(replicas, true, 0);
    }

    /** A client that waits until a replica has applied what it has seen. */
    static StoreClient patient(Replicas replicas) {
        return new StoreClient(replicas, true, 30);
    }

    /** A client that does not say what it has seen. */
    static StoreClient withoutToken(Replicas replicas) {
        return new StoreClient(replicas, false, 0);
    }

    /** How often a replica has said that it has not applied what this client has seen. */
    int timesTurnedAway() {
        return timesTurnedAway;
    }

    /** Writes a text, at that replica if it can serve the client. */
    void put(int replica, String key, String value) {
        Answer answer = ask(replica, (url, headers) -> Http.putText(url, "/v1/kv/" + key, value, headers));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(204);
    }

    /** Reads a text, at that replica if it can serve the client; null if the key has no value. */
    @Nullable
    String get(int replica, String key) {
        Answer answer = ask(replica, (url, headers) -> Http.get(url, "/v1/kv/" + key, headers));
        assertThat(answer.status()).as("%s", answer.body()).isIn(200, 404);
        return answer.status() == 200 ? answer.body().asText() : null;
    }

    /** Writes the same text to many keys in one transaction. */
    void putAll(int replica, List<String> keys, String value) {
        var batch = Map.of(
                "mutations",
                keys.stream().map(key -> Map.of("key", key, "value", value)).toList());
        Answer answer = ask(replica, (url, headers) -> Http.post(url, "/v1/batch/write", batch, headers));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    }

    /** Reads many keys at once, in that order; null for those that have no value. */
    SequencedMap<String, @Nullable String> getAll(int replica, List<String> keys) {
        Answer answer = ask(replica, (url, headers) -> Http.post(url, "/v1/batch/read", Map.of("keys", keys), headers));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        var values = new LinkedHashMap<String, @Nullable String>();
        for (JsonNode entry : answer.body().path("entries")) {
            values.put(
                    entry.path("key").asText(),
                    entry.has("value") ? entry.path("value").asText() : null);
        }
        assertThat(new ArrayList<>(values.keySet())).isEqualTo(keys);
        return values;
    }

    private Answer ask(int replica, BiFunction<URI, Map<String, String>, Answer> request) {
        Answer answer = request.apply(replicas.url(replica), headers());
        if (answer.status() == 503) {
            timesTurnedAway++;
            URI other = oneThatCanServe(replica, answer, request);
            answer = request.apply(other, headers());
            assertThat(answer.status()).as("%s at %s", answer.body(), other).isNotEqualTo(503);
        }
        token = answer.header("Causality-Token");
        return answer;
    }

    /** A replica hears twice a second what the others have; so it may have to be asked again who can serve. */
    private URI oneThatCanServe(int replica, Answer turnedAway, BiFunction<URI, Map<String, String>, Answer> request) {
        requireThatSomethingIsMissing(turnedAway);
        return await().atMost(PATIENCE)
                .until(
                        () -> request.apply(replicas.url(replica), headers()),
                        answer -> answer.status() == 503
                                && answer.body().path("canServe").size() > 0)
                .body()
                .path("canServe")
                .valueStream()
                .map(member -> URI.create(member.path("url").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static void requireThatSomethingIsMissing(Answer turnedAway) {
        assertThat(turnedAway.body().path("type").asText()).isEqualTo("urn:causalgrid:problem:behind-token");
        assertThat(turnedAway.header("Retry-After")).isNotEmpty();
        assertThat(turnedAway.body().path("missing")).isNotEmpty().allSatisfy(missing -> {
            assertThat(missing.has("site")).isTrue();
            assertThat(missing.path("needed").asLong())
                    .isGreaterThan(missing.path("applied").asLong());
        });
    }

    private Map<String, String> headers() {
        return token.isEmpty() || !carriesToken
                ? Map.of()
                : Map.of("Causality-Token", token, "Prefer", "wait=" + waitSeconds);
    }
}
