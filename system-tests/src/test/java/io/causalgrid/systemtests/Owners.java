package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processes that may own one substation, as they are seen from outside. */
record Owners(LocalCluster cluster, List<String> processes) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOAD = "/internal/v1/load";

    /** Waits until one of them, and not the other, says that it owns the substation. */
    String awaitOne() {
        return await().atMost(PATIENCE)
                .until(() -> processes.stream().filter(this::isOwner).toList(), owners -> owners.size() == 1)
                .getFirst();
    }

    void awaitOwner(String process) {
        await().atMost(PATIENCE).until(() -> isOwner(process));
    }

    /** Waits until a process says that another is the owner, and has nothing to show. */
    void awaitStandsDown(String process, String owner) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer answer = Http.get(url(process), LOAD);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
            assertThat(answer.body().path("owner").asText())
                    .isEqualTo(url(owner).toString());
        });
    }

    String otherThan(String process) {
        return processes.stream()
                .filter(other -> !other.equals(process))
                .findFirst()
                .orElseThrow();
    }

    URI url(String process) {
        return Clusters.url(cluster, process);
    }

    /** The sessions that charge, in one process' own view; nothing if it is not the owner. */
    Optional<JsonNode> charging(String process) {
        return Http.tryGet(url(process), "/v1/sessions?state=charging&limit=1000")
                .filter(answer -> answer.status() == 200)
                .map(Answer::body);
    }

    /** What a process says of its load; nothing if it is not the owner. */
    Optional<JsonNode> load(String process) {
        return Http.tryGet(url(process), LOAD)
                .filter(answer -> answer.status() == 200)
                .map(Answer::body);
    }

    private boolean isOwner(String process) {
        return load(process).isPresent();
    }
}
