package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was answered survives processes that are killed or frozen in the middle of charging. The order matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class ChargingSurvivalSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double LIMIT_KW = 250;
    private static final String IN_DOUBT = "urn:causalgrid:problem:in-doubt";

    private final LocalCluster cluster = Clusters.start(
            Set.of(Role.REPLICA, Role.GATEWAY, Role.BALANCER, Role.SUBSTATION),
            config -> Drivers.shareEqually(config, "substation1", "substation2"));
    private final Replicas replicas = new Replicas(cluster, 3);
    private final URI gateway = Clusters.url(cluster, "gateway");
    private final Drivers drivers = new Drivers(gateway, LIMIT_KW);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void sessionsOutliveTheProcessThatOwnsThem() {
        drivers.chargeAll("first", 20);
        drivers.awaitAllChargeWithPower();
        String onFirst = drivers.keyOf("substation1");

        cluster.kill("substation1");

        Answer meanwhile = drivers.charge(onFirst);
        assertThat(meanwhile.status()).as("%s", meanwhile.body()).isEqualTo(503);
        assertThat(meanwhile.body().path("type").asText()).isEqualTo(IN_DOUBT);
        restart("substation1");
        drivers.awaitAllChargeWithPower();
        drivers.keysAnswerAsBefore();
    }

    @Test
    @Order(2)
    void aSessionThatEndedStaysEndedAndItsRecordIsInTheStore() {
        String key = drivers.keyOf("substation1");
        String session = drivers.stop(key);
        String id = session.substring(session.lastIndexOf('/') + 1);
        cluster.kill("substation1");
        restart("substation1");

        drivers.isOver(key, session);
        assertThat(Http.get(replicas.url(1), "/v1/kv/grid%2Fsession%2F" + id).status())
                .isEqualTo(404);
        assertThat(Http.get(replicas.url(1), "/v1/kv?prefix=grid/record/")
                        .body()
                        .toString())
                .contains(id);
    }

    @Test
    @Order(3)
    void aReplicaThatIsKilledOrFrozenStopsNobody() {
        cluster.kill("node0");
        drivers.chargeAll("without-node0", 5);
        restart("node0");

        replicas.signal("STOP", 1);
        try {
            drivers.chargeAll("with-a-frozen-node1", 5);
        } finally {
            replicas.signal("CONT", 1);
        }

        drivers.awaitAllChargeWithPower();
        drivers.keysAnswerAsBefore();
    }

    @Test
    @Order(4)
    void withoutAMajorityWhoChargesGoesOnAndNobodyIsAdmitted() {
        cluster.kill("node1");
        cluster.kill("node2");

        Answer refused = drivers.charge("nobody-can-say");
        assertThat(refused.status()).as("%s", refused.body()).isEqualTo(503);
        assertThat(refused.body().path("type").asText()).isEqualTo(IN_DOUBT);
        double before = drivers.deliveredKwh();
        await().atMost(PATIENCE).until(() -> drivers.deliveredKwh() > before);
        drivers.allChargeWithPower();

        restart("node1", "node2");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(drivers.charge("later").status()).isEqualTo(200));
        drivers.awaitAllChargeWithPower();
        drivers.keysAnswerAsBefore();
    }

    @Test
    @Order(5)
    void aBalancerThatIsKilledLeavesNothingBehind() {
        cluster.kill("balancer");
        restart("balancer");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        drivers.charge("after-the-balancer").status())
                .isEqualTo(200));
        drivers.keysAnswerAsBefore();
    }

    /** The second of them is the one that the substations prefer. */
    @ParameterizedTest
    @ValueSource(strings = {"node2", "node0"})
    @Order(6)
    void aReplicaThatLosesItsDiskInTheMiddleOfChargingCostsNothing(String replica) {
        try (var _ = watch("substation1");
                var _ = watch("substation2")) {
            double before = drivers.deliveredKwh();
            cluster.kill(replica);
            Disks.delete(Clusters.dataDirectory(cluster, replica));
            drivers.chargeAll("without-the-disk-of-" + replica, 3);
            cluster.start(replica);
            drivers.chargeAll("while-empty-is-" + replica, 3);
            cluster.awaitReady(Clusters.START_PATIENCE);
            replicas.awaitConvergence();
            drivers.chargeAll("with-a-new-disk-of-" + replica, 3);

            drivers.awaitAllChargeWithPower();
            drivers.keysAnswerAsBefore();
            assertThat(drivers.deliveredKwh()).isGreaterThan(before);
        }
    }

    /** The substations prefer the first. */
    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    @Order(7)
    void aReplicaThatIsCutOffFromTheOthersStopsNobody(int replica) {
        try (var _ = watch("substation1");
                var _ = watch("substation2")) {
            replicas.isolate(replica, true);
            try {
                drivers.chargeAll("beside-the-cut-off-node" + replica, 5);
                drivers.awaitAllChargeWithPower();
                drivers.keysAnswerAsBefore();
            } finally {
                replicas.isolate(replica, false);
            }
            replicas.awaitConvergence();
            drivers.awaitAllChargeWithPower();
            drivers.keysAnswerAsBefore();
        }
    }

    @Test
    @Order(8)
    void allOfItCanBeKilledAtOnce() {
        List<String> all = List.of("substation1", "substation2", "node0", "node1", "node2");
        all.forEach(cluster::kill);
        restart(all.toArray(String[]::new));

        drivers.awaitAllChargeWithPower();
        drivers.keysAnswerAsBefore();
    }

    private PowerWatch watch(String substation) {
        return new PowerWatch(new Owners(cluster, List.of(substation)), LIMIT_KW);
    }

    private void restart(String... names) {
        List.of(names).forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }
}
