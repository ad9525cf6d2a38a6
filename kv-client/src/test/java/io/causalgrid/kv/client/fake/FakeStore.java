package io.causalgrid.kv.client.fake;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One site's data: values, a vector which is its token, and the answers to writes by their ids. Values overwrite each other in
 * the order in which they arrive, which is enough for a client's tests.
 */
final class FakeStore {
    private final String name;
    private final Map<String, Reply> values = new HashMap<>();
    private final Map<String, Reply> answers = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final TreeMap<String, Integer> vector = new TreeMap<>();

    FakeStore(String name) {
        this.name = name;
    }

    synchronized String token() {
        return vector.isEmpty()
                ? "-"
                : vector.toString().replaceAll("[{} ]", "").replace(',', ';');
    }

    /** Whether it has applied what the token names. */
    synchronized boolean covers(String token) {
        return token.equals("-")
                || Arrays.stream(token.split(";", -1))
                        .map(entry -> entry.split("=", -1))
                        .allMatch(entry -> vector.getOrDefault(entry[0], 0) >= Integer.parseInt(entry[1]));
    }

    synchronized int applied() {
        return vector.getOrDefault(name, 0);
    }

    synchronized void takeFrom(FakeStore other) {
        values.putAll(other.values);
        other.vector.forEach((site, count) -> vector.merge(site, count, Math::max));
    }

    synchronized void lose() {
        values.clear();
        answers.clear();
        counters.clear();
        vector.clear();
    }

    synchronized Reply handle(Incoming request, String identity) {
        return switch (request.method()) {
            case "GET" ->
                request.path().startsWith("/v1/kv/")
                        ? Optional.ofNullable(values.get(request.key())).orElse(Reply.problem(404, "no-value"))
                        : Reply.json("{}");
            case "PUT" -> once(request, () -> put(request));
            case "POST" -> once(request, () -> add(request, identity));
            default -> once(request, () -> remove(request));
        };
    }

    synchronized Collection<String> ids() {
        return List.copyOf(answers.keySet());
    }

    private Reply once(Incoming request, Supplier<Reply> write) {
        Optional<String> id = request.header("Idempotency-Key");
        if (id.isPresent() && answers.containsKey(id.get())) {
            return answers.get(id.get());
        }
        Reply reply = write.get();
        id.ifPresent(named -> answers.put(named, reply));
        return reply;
    }

    private Reply put(Incoming request) {
        boolean refused = request.header("If-None-Match").isPresent() && values.containsKey(request.key());
        if (refused) {
            return Reply.problem(412, "condition-failed");
        }
        String etag = '"' + name + "~1:" + vector.merge(name, 1, Integer::sum) + '"';
        values.put(
                request.key(),
                new Reply(
                        200,
                        Map.of(
                                "ETag",
                                etag,
                                "Version-Count",
                                "1",
                                "Content-Type",
                                request.header("Content-Type").orElse("none")),
                        request.body()));
        return Reply.of(204).header("ETag", etag);
    }

    private Reply add(Incoming request, String identity) {
        boolean triedElsewhere = request.header("Idempotency-First-Site")
                .filter(first -> !first.equals(identity))
                .isPresent();
        if (triedElsewhere) {
            return Reply.problem(409, "repeat-not-collapsible");
        }
        vector.merge(name, 1, Integer::sum);
        long delta = Long.parseLong(request.body().replaceAll("[^0-9-]", ""));
        return Reply.json("{\"value\":" + counters.merge(request.path(), delta, Long::sum) + "}");
    }

    private Reply remove(Incoming request) {
        if (values.remove(request.key()) == null) {
            return Reply.problem(404, "no-value");
        }
        vector.merge(name, 1, Integer::sum);
        return Reply.of(204);
    }
}
