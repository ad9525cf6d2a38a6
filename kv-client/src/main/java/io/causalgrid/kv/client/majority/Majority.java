package io.causalgrid.kv.client.majority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.document.PercentEncoding;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.error.FailedAttempt;
import io.causalgrid.kv.client.error.NoMajorityException;
import io.causalgrid.kv.client.error.Problem;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.routing.Exchange;
import io.causalgrid.kv.client.routing.HttpTransport;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads at a majority. Each endpoint is asked by itself, all at once; an answer is there when a majority of the members has
 * given one under the same membership. A replica answers only if it may be counted: one that has lost its disk may not, until
 * it has caught up with a majority of the others. So what a majority held when a read began is in what it shows, unless it
 * was replaced. Thread-safe; blocks, and is made for virtual threads.
 */
public final class Majority {
    private static final int PAGE = 500;
    private static final String QUORUM = "Quorum";
    private static final String SERVED_BY = "Served-By";
    private static final String MEMBERS = "Quorum-Members";

    private final HttpTransport transport;
    private final List<URI> endpoints;
    private final Duration timeout;

    /**
     * @param endpoints one of each member
     * @param timeout of one read
     */
    public Majority(HttpTransport transport, List<URI> endpoints, Duration timeout) {
        this.transport = transport;
        this.endpoints = List.copyOf(endpoints);
        this.timeout = timeout;
    }

    /**
     * All versions of keys, by key; those that have none are left out. A version that has been replaced at one replica and not
     * yet at another is among them.
     *
     * @param keys up to a thousand
     * @throws NoMajorityException if no majority answers in time
     */
    public Gathered<Map<String, List<Version>>> versions(Collection<String> keys) {
        keys.forEach(PercentEncoding::name); // here, and not where nobody hears of it
        return gather((endpoint, _) -> versionsAt(endpoint, keys)).map(parts -> {
            Map<String, Map<String, Version>> byKey = new LinkedHashMap<>();
            parts.forEach(part -> part.forEach((key, versions) -> {
                Map<String, Version> known = byKey.computeIfAbsent(key, _ -> new LinkedHashMap<>());
                versions.forEach(version -> known.putIfAbsent(version.version(), version));
            }));
            Map<String, List<Version>> result = new LinkedHashMap<>();
            byKey.forEach((key, versions) -> result.put(key, List.copyOf(versions.values())));
            return result;
        });
    }

    /**
     * All keys with a prefix, with their values; of a key with several versions, one. For keys that are written once.
     *
     * @throws NoMajorityException if no majority answers in time
     */
    public Gathered<Map<String, Value>> entries(String prefix) {
        return gather((endpoint, isDecided) -> entriesAt(endpoint, prefix, isDecided))
                .map(parts -> {
                    Map<String, Value> result = new TreeMap<>();
                    parts.forEach(part -> part.forEach(result::putIfAbsent));
                    return result;
                });
    }

    private record Parts<T>(Quorum quorum, List<T> parts) {
        <R> Gathered<R> map(Function<List<T>, R> together) {
            return new Gathered<>(quorum, together.apply(parts));
        }
    }

    private sealed interface Answer<T> {
        /** {@code member} is who answered: two endpoints may be one member. */
        record Counts<T>(URI endpoint, String member, Quorum quorum, T content) implements Answer<T> {}

        record Fails<T>(URI endpoint, String why) implements Answer<T> {}
    }

    /** What each endpoint is asked; once all is decided, nothing further. */
    private interface Question<T> {
        Answer<T> ask(URI endpoint, BooleanSupplier isDecided);
    }

    /**
     * Who answers when all is decided is left to: to give a request up costs its connection, and the replica, which finds it
     * broken, more than to answer. The timeout ends it.
     */
    private <T> Parts<T> gather(Question<T> question) {
        BlockingQueue<Answer<T>> answers = new LinkedBlockingQueue<>();
        var decided = new AtomicBoolean();
        for (URI endpoint : endpoints) {
            Thread.ofVirtual()
                    .name("causalgrid majority")
                    .start(() -> answers.add(asked(question, endpoint, decided::get)));
        }
        try {
            return counted(answers);
        } finally {
            decided.set(true);
        }
    }

    private static <T> Answer<T> asked(Question<T> question, URI endpoint, BooleanSupplier isDecided) {
        try {
            return question.ask(endpoint, isDecided);
        } catch (CausalGridException e) {
            return new Answer.Fails<>(endpoint, String.valueOf(e.getMessage()));
        }
    }

    private <T> Parts<T> counted(BlockingQueue<Answer<T>> answers) {
        Map<Quorum, Map<String, T>> parts = new HashMap<>();
        Map<URI, String> failures = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> failures.put(endpoint, "no answer in time"));
        long until = System.nanoTime() + timeout.toNanos();
        for (int answered = 0; answered < endpoints.size(); answered++) {
            Answer<T> answer = next(answers, until - System.nanoTime());
            switch (answer) {
                case Answer.Counts<T>(URI endpoint, String member, Quorum quorum, T content) -> {
                    Map<String, T> same = parts.computeIfAbsent(quorum, _ -> new LinkedHashMap<>());
                    same.putIfAbsent(member, content);
                    if (same.size() >= quorum.majority()) {
                        return new Parts<>(quorum, List.copyOf(same.values()));
                    }
                    failures.put(endpoint, member + " answered as one of " + quorum);
                }
                case Answer.Fails<T>(URI endpoint, String why) -> failures.put(endpoint, why);
                case null -> {
                    answered = endpoints.size();
                }
            }
        }
        List<FailedAttempt> attempts = new ArrayList<>();
        failures.forEach((endpoint, why) -> attempts.add(new FailedAttempt(endpoint, why)));
        throw new NoMajorityException(attempts);
    }

    private static <T> @Nullable Answer<T> next(BlockingQueue<Answer<T>> answers, long nanos) {
        try {
            return answers.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Answer<Map<String, List<Version>>> versionsAt(URI endpoint, Collection<String> keys) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("versions", true);
        keys.forEach(key -> document.withArray("keys").add(PercentEncoding.name(key)));
        HttpRequest request = request(endpoint, "/v1/batch/read")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Documents.write(document)))
                .build();
        return answer(endpoint, request, answer -> {
            Map<String, List<Version>> versions = new LinkedHashMap<>();
            for (JsonNode entry : Documents.array(answer, "entries")) {
                List<Version> all = new ArrayList<>();
                entry.path("all").forEach(version -> all.add(version(version)));
                if (!all.isEmpty()) {
                    versions.put(Documents.text(entry, "key"), all);
                }
            }
            return versions;
        });
    }

    private static Version version(JsonNode document) {
        return new Version(
                Documents.text(document, "version"),
                Documents.value(document),
                Documents.instant(document, "timestamp"),
                Documents.instantIfAny(document, "expiresAt"));
    }

    private Answer<Map<String, Value>> entriesAt(URI endpoint, String prefix, BooleanSupplier isDecided) {
        Map<String, Value> entries = new TreeMap<>();
        String after = "";
        Quorum first = null;
        while (!isDecided.getAsBoolean()) {
            String path = "/v1/kv?values=true&limit=" + PAGE + "&prefix=" + PercentEncoding.query(prefix)
                    + (after.isEmpty() ? "" : "&after=" + PercentEncoding.query(after));
            Answer<JsonNode> page =
                    answer(endpoint, request(endpoint, path).GET().build(), answer -> answer);
            switch (page) {
                case Answer.Fails<JsonNode>(URI failed, String why) -> {
                    return new Answer.Fails<>(failed, why);
                }
                case Answer.Counts<JsonNode>(URI _, String member, Quorum quorum, JsonNode document) -> {
                    if (first != null && !first.equals(quorum)) {
                        return new Answer.Fails<>(endpoint, "its membership changed between two pages");
                    }
                    first = quorum;
                    for (JsonNode entry : Documents.array(document, "keys")) {
                        entries.put(Documents.text(entry, "key"), Documents.value(entry));
                    }
                    after = Documents.textIfAny(document, "next").orElse("");
                    if (after.isEmpty()) {
                        return new Answer.Counts<>(endpoint, member, quorum, entries);
                    }
                }
            }
        }
        return new Answer.Fails<>(endpoint, "all is decided");
    }

    private HttpRequest.Builder request(URI endpoint, String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + path)).header(QUORUM, "required");
    }

    private <T> Answer<T> answer(URI endpoint, HttpRequest request, Function<JsonNode, T> reader) {
        try {
            return switch (transport.exchange(request, BodyHandlers.ofByteArray(), timeout)) {
                case Exchange.Answered<byte[]>(HttpResponse<byte[]> response)
                when response.statusCode() == 200 ->
                    new Answer.Counts<>(
                            endpoint,
                            response.headers().firstValue(SERVED_BY).orElse(endpoint.toString()),
                            quorum(response),
                            reader.apply(Documents.read(response.body())));
                case Exchange.Answered<byte[]>(HttpResponse<byte[]> response) ->
                    new Answer.Fails<>(
                            endpoint,
                            Problem.of(response.statusCode(), Documents.readIfAny(response.body()))
                                    .summary());
                case Exchange.Unreached<byte[]>(String reason) -> new Answer.Fails<>(endpoint, reason);
                case Exchange.Broken<byte[]>(String reason) -> new Answer.Fails<>(endpoint, reason);
                case Exchange.Late<byte[]>(String reason) -> new Answer.Fails<>(endpoint, reason);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Fails<>(endpoint, "interrupted");
        }
    }

    /** {@code 3; FINGERPRINT; unchanged}. */
    private static Quorum quorum(HttpResponse<byte[]> response) {
        String[] parts = response.headers().firstValue(MEMBERS).orElse("").split("; ", 3);
        if (parts.length != 3 || !parts[0].matches("\\d{1,4}")) {
            throw new UnexpectedAnswerException("The answer lacks " + MEMBERS, null);
        }
        return new Quorum(Integer.parseInt(parts[0]), parts[1], !parts[2].equals("unchanged"));
    }
}
