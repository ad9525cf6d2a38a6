package io.causalgrid.cli.demo;

import static io.causalgrid.cli.demo.JsonHttp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.cli.demo.JsonHttp.Call;
import io.causalgrid.cli.demo.Play.Expectation;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The causal scenario: A is written at one replica and seen at a second; B, written at a third that had seen A, replaces
 * it everywhere, and the vector says so.
 *
 * <p>On a cluster that has been written to, the same steps are judged relative to the vector at the start, and of the
 * store only the key {@code x} is looked at. Others may write meanwhile, as substations do all the time: then vectors must have
 * come at least as far as the scenario's writes bring them.
 */
public final class CausalDemo {

    private static final int REPLICAS_MIN = 3;
    private static final String KEY = "x";

    private final JsonHttp http = new JsonHttp();
    private final List<URI> replicas;
    private final DemoListener listener;
    private final Duration patience;

    /**
     * Prepares the demo; asks nobody yet.
     *
     * @param replicas the addresses of all replicas, in the order of the vectors
     * @throws DemoException when there are fewer than three
     */
    public CausalDemo(List<URI> replicas, DemoListener listener) {
        this(replicas, listener, Play.REPLICATION_PATIENCE);
    }

    CausalDemo(List<URI> replicas, DemoListener listener, Duration patience) {
        if (replicas.size() < REPLICAS_MIN) {
            throw new DemoException("The causal demo needs at least three replicas, and here are " + replicas.size());
        }
        this.replicas = List.copyOf(replicas);
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Plays all steps, or up to the first that fails.
     *
     * @throws DemoException when the replicas do not answer, or do not come to rest before the first step
     */
    public DemoReport play() {
        JsonNode start = settledStatus();
        long[] vector = vectorOf(start);
        boolean fresh = start.equals(status(new long[replicas.size()], JsonNodeFactory.instance.objectNode()));
        String where = fresh
                ? "The cluster is fresh: exactly the documents of the reference scenario are expected."
                : "The cluster has been used: vectors are expected relative to %s, and of the store only key %s is judged."
                        .formatted(start.path("vector_clock"), KEY);
        listener.begins(where);

        long[] afterA = incremented(vector, 0);
        long[] afterB = incremented(afterA, 2);
        Play play = new Play(http, listener, patience);
        play.now("A is written at replica 0", write(0, "A"), expectation(written(afterA), fresh));
        play.eventually("A arrives at replica 1", read(1), expectation(value("A", afterA), fresh));
        // Replica 2 must have seen A as well, or B would be concurrent with it.
        play.eventually("A arrives at replica 2", read(2), expectation(value("A", afterA), fresh));
        play.now("B is written at replica 2", write(2, "B"), expectation(written(afterB), fresh));
        ObjectNode store = JsonNodeFactory.instance.objectNode().put(KEY, "B");
        for (int replica = 0; replica < replicas.size(); replica++) {
            UnaryOperator<JsonNode> part = onlyTheKeyAt(replica);
            play.eventually(
                    "Replica " + replica + " has B, caused by A, and waits for nothing",
                    Call.get(replicas.get(replica), "/status"),
                    fresh
                            ? Expectation.exactly(status(afterB, store))
                            : new Expectation(status(afterB, store), status -> atLeast(afterB, part.apply(status))));
        }
        String verdict = play.passed()
                ? "All %d replicas hold %s=B at %s: cause before effect, everywhere."
                        .formatted(replicas.size(), KEY, Arrays.toString(afterB).replace(" ", ""))
                : "Not as expected: " + play.steps().getLast().title();
        return new DemoReport("causal", fresh, where, play.steps(), play.passed(), verdict);
    }

    // Replicas that are still exchanging earlier writes would be judged for those.
    private JsonNode settledStatus() {
        long began = System.nanoTime();
        while (true) {
            List<JsonNode> all = replicas.stream()
                    .map(replica -> http.answer(Call.get(replica, "/status")))
                    .toList();
            JsonNode first = all.getFirst();
            boolean settled = all.stream()
                    .allMatch(one -> one.path("buffer").isArray()
                            && one.path("buffer").isEmpty()
                            && one.path("vector_clock").size() == replicas.size()
                            && one.path("vector_clock").equals(first.path("vector_clock")));
            if (settled) {
                return first;
            }
            if (Play.millisSince(began) > patience.toMillis()) {
                throw new DemoException("The replicas have not come to one vector within %d s; they answer %s"
                        .formatted(patience.toSeconds(), all));
            }
            Play.pause();
        }
    }

    private static Expectation expectation(JsonNode expected, boolean fresh) {
        return fresh
                ? Expectation.exactly(expected)
                : new Expectation(expected, answer -> atLeast(vectorOf(expected), answer));
    }

    /** The answer, with the vector that is expected if its own has come as far or further. */
    private static JsonNode atLeast(long[] expected, JsonNode answer) {
        long[] vector = vectorOf(answer);
        boolean isFarEnough = answer instanceof ObjectNode && vector.length == expected.length;
        for (int index = 0; isFarEnough && index < expected.length; index++) {
            isFarEnough = vector[index] >= expected[index];
        }
        return isFarEnough ? ((ObjectNode) answer.deepCopy()).set("vector_clock", array(expected)) : answer;
    }

    private Call write(int replica, String value) {
        return Call.post(replicas.get(replica), "/write", "{\"key\":\"" + KEY + "\",\"value\":\"" + value + "\"}");
    }

    private Call read(int replica) {
        return Call.get(replicas.get(replica), "/get/" + KEY);
    }

    private static JsonNode written(long[] vector) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("status", "written");
        return document.set("vector_clock", array(vector));
    }

    private static JsonNode value(String value, long[] vector) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("value", value);
        return document.set("vector_clock", array(vector));
    }

    private static JsonNode status(long[] vector, ObjectNode store) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("store", store);
        document.set("vector_clock", array(vector));
        document.set("buffer", JsonNodeFactory.instance.arrayNode());
        return document;
    }

    private UnaryOperator<JsonNode> onlyTheKeyAt(int replica) {
        return status -> {
            if (!(status instanceof ObjectNode object) || !status.path("store").isObject()) {
                return status; // no answer, which fails as it is
            }
            // A large store shows only its first keys there.
            JsonNode value = status.path("truncated").asBoolean()
                    ? http.answer(read(replica)).path("value")
                    : status.path("store").path(KEY);
            ObjectNode part = object.deepCopy();
            part.remove("truncated");
            part.putObject("store").set(KEY, value);
            return part;
        };
    }

    private static long[] vectorOf(JsonNode status) {
        long[] vector = new long[status.path("vector_clock").size()];
        for (int index = 0; index < vector.length; index++) {
            vector[index] = status.path("vector_clock").path(index).asLong();
        }
        return vector;
    }

    private static long[] incremented(long[] vector, int index) {
        long[] next = vector.clone();
        next[index]++;
        return next;
    }

    // By way of text, so that numbers are of the same kind as in parsed answers.
    private static JsonNode array(long[] vector) {
        return json(Arrays.toString(vector));
    }
}
