package io.causalgrid.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What was answered survives processes that are killed or frozen in the middle of charging. The order matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class ChargingSurvivalSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double LIMIT_KW = 250;
    private static final double ROUNDING_KW = 0.01;
    private static final String IN_DOUBT = "urn:causalgrid:problem:in-doubt";

    private final LocalCluster cluster =
            Clusters.start(Set.of(Role.REPLICA, Role.GATEWAY, Role.BALANCER, Role.SUBSTATION));
    private final Replicas replicas = new Replicas(cluster, 3);
    private final URI gateway = Clusters.url(cluster, "gateway");
    /** Where the session of each key that was ever accepted is. */
    private final Map<String, String> accepted = new HashMap<>();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void sessionsOutliveTheProcessThatOwnsThem() {
        chargeAll("first", 20);
        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
        String onFirst = keyOf("substation1");

        cluster.kill("substation1");

        Answer meanwhile = charge(onFirst);
        assertThat(meanwhile.status()).as("%s", meanwhile.body()).isEqualTo(503);
        assertThat(meanwhile.body().path("type").asText()).isEqualTo(IN_DOUBT);
        restart("substation1");
        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
        keysAnswerAsBefore();
    }

    @Test
    @Order(2)
    void aSessionThatEndedStaysEndedAndItsRecordIsInTheStore() {
        String key = keyOf("substation1");
        String session = requireNonNull(accepted.get(key));
        String id = session.substring(session.lastIndexOf('/') + 1);

        assertThat(Http.delete(gateway, session).status()).isEqualTo(204);
        cluster.kill("substation1");
        restart("substation1");

        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer again = charge(key);
            assertThat(again.status()).as("%s", again.body()).isEqualTo(200);
            assertThat(again.body().path("result").path("status").asText()).isEqualTo("cancelled");
        });
        assertThat(Http.get(replicas.url(1), "/v1/kv/grid%2Fsession%2F" + id).status())
                .isEqualTo(404);
        assertThat(Http.get(replicas.url(1), "/v1/kv?prefix=grid/record/")
                        .body()
                        .toString())
                .contains(id);
        accepted.remove(key);
    }

    @Test
    @Order(3)
    void aReplicaThatIsKilledOrFrozenStopsNobody() {
        cluster.kill("node0");
        chargeAll("without-node0", 5);
        restart("node0");

        replicas.signal("STOP", 1);
        try {
            chargeAll("with-a-frozen-node1", 5);
        } finally {
            replicas.signal("CONT", 1);
        }

        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
        keysAnswerAsBefore();
    }

    @Test
    @Order(4)
    void withoutAMajorityWhoChargesGoesOnAndNobodyIsAdmitted() {
        cluster.kill("node1");
        cluster.kill("node2");

        Answer refused = charge("nobody-can-say");
        assertThat(refused.status()).as("%s", refused.body()).isEqualTo(503);
        assertThat(refused.body().path("type").asText()).isEqualTo(IN_DOUBT);
        double before = deliveredKwh();
        await().atMost(PATIENCE).until(() -> deliveredKwh() > before);
        allChargeWithPower();

        restart("node1", "node2");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(charge("later").status()).isEqualTo(200));
        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
        keysAnswerAsBefore();
    }

    @Test
    @Order(5)
    void aBalancerThatIsKilledLeavesNothingBehind() {
        cluster.kill("balancer");
        restart("balancer");

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(charge("after-the-balancer").status()).isEqualTo(200));
        keysAnswerAsBefore();
    }

    @Test
    @Order(6)
    void allOfItCanBeKilledAtOnce() {
        List<String> all = List.of("substation1", "substation2", "node0", "node1", "node2");
        all.forEach(cluster::kill);
        restart(all.toArray(String[]::new));

        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
        keysAnswerAsBefore();
    }

    private void restart(String... names) {
        List.of(names).forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    private void chargeAll(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String key = prefix + "-" + i;
            accepted.put(key, chargeUntilSure(key).header("Location"));
        }
    }

    private Answer charge(String key) {
        return Http.post(
                gateway,
                "/charge",
                Map.of("vehicle_id", "car-" + key, "energy_kwh", 80, "max_power_kw", 11),
                Map.of("Idempotency-Key", key));
    }

    /** Asks again with the same key for as long as the answer says to, as clients do; a session must come of it. */
    private Answer chargeUntilSure(String key) {
        Answer sure = await().atMost(PATIENCE).until(() -> charge(key), answer -> !isToBeRepeated(answer));
        assertThat(sure.status()).as("%s: %s", key, sure.body()).isEqualTo(200);
        return sure;
    }

    private static boolean isToBeRepeated(Answer answer) {
        return answer.status() == 503 && !answer.header("Retry-After").isEmpty();
    }

    private String keyOf(String substation) {
        return accepted.entrySet().stream()
                .filter(entry -> entry.getValue().contains("/" + substation + "-"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void keysAnswerAsBefore() {
        accepted.forEach((key, session) -> {
            assertThat(chargeUntilSure(key).header("Location")).isEqualTo(session);
        });
    }

    /** All that was accepted, with power, and all together within their substation's limit. */
    private void allChargeWithPower() {
        Map<String, Double> granted = new HashMap<>();
        List<String> charging = new ArrayList<>();
        for (JsonNode session : sessions()) {
            double kw = session.path("grantedKw").asDouble();
            granted.merge(session.path("substation").asText(), kw, Double::sum);
            if (kw > 0) {
                charging.add("/v1/sessions/" + session.path("id").asText());
            }
        }
        assertThat(granted.values()).allSatisfy(kw -> assertThat(kw).isLessThanOrEqualTo(LIMIT_KW + ROUNDING_KW));
        assertThat(charging).doesNotHaveDuplicates().containsAll(accepted.values());
    }

    private double deliveredKwh() {
        return sessions()
                .valueStream()
                .mapToDouble(session -> session.path("deliveredKwh").asDouble())
                .sum();
    }

    private JsonNode sessions() {
        return Http.get(gateway, "/v1/sessions?state=charging&limit=1000").body();
    }
}
