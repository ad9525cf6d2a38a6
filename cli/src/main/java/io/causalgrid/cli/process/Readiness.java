package io.causalgrid.cli.process;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks processes over HTTP whether they can serve; all at once, so that one that hangs delays no other. */
public final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** The names of those that answer 200; takes two seconds at the most. */
    public Set<String> readyAmong(Collection<ProcessSpec> specs) {
        record Asked(String name, CompletableFuture<Boolean> answer) {}
        List<Asked> asked =
                specs.stream().map(spec -> new Asked(spec.name(), ask(spec))).toList();
        return asked.stream()
                .filter(one -> one.answer().join())
                .map(Asked::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private CompletableFuture<Boolean> ask(ProcessSpec spec) {
        HttpRequest request = HttpRequest.newBuilder(spec.readinessUrl())
                .timeout(PATIENCE)
                .GET()
                .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .thenApply(response -> response.statusCode() == 200)
                .exceptionally(_ -> false);
    }
}
