package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.cluster.Ports;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two processes that may own one substation, each with its own links to the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TwoOwnersSystemTest {
    /** Less than a dozen vehicles want, and more than three dozen need at the least. */
    private static final double LIMIT_KW = 100;

    private static final String ONE = "substation1";
    private static final String OTHER = "substation1-standby1";
    private static final int REPLICAS = 3;

    private final Ports ports = Ports.free(REPLICAS, 2, new Random());
    /** Each process prefers another replica. */
    private final StoreLinks linksOfOne = newLinks(0);

    private final StoreLinks linksOfOther = newLinks(1);
    private final LocalCluster cluster =
            Clusters.start(Set.of(Role.REPLICA, Role.GATEWAY, Role.BALANCER, Role.SUBSTATION), config -> {
                Drivers.shareEqually(config, ONE, OTHER);
                List.of(ONE, OTHER).forEach(process -> config.ports(ports)
                        .substations(1)
                        .standbys(1)
                        .setting(
                                process,
                                "causalgrid.grid.store.replicas",
                                links(process).addresses())
                        .setting(process, "causalgrid.grid.substation.limit-kw", Double.toString(LIMIT_KW)));
            });
    private final Replicas replicas = new Replicas(cluster, REPLICAS);
    private final Owners owners = new Owners(cluster, List.of(ONE, OTHER));
    private final Drivers drivers = new Drivers(Clusters.url(cluster, "gateway"), LIMIT_KW);
    private final StoredSessions stored = new StoredSessions(replicas, 1);

    @AfterAll
    void stop() {
        cluster.close();
        linksOfOne.close();
        linksOfOther.close();
    }

    /** On one side of the cut the owner and its replica, on the other one the standby and two: clients reach both. */
    @Test
    void anOwnerThatIsCutOffIsSucceededAndOnlyItsSuccessorCounts() {
        String old = owners.awaitOne();
        String successor = owners.otherThan(old);
        drivers.chargeAll("before", 12);
        drivers.awaitAllChargeWithPower();
        try (var _ = new PowerWatch(owners, LIMIT_KW)) {
            String unsure = reserve(old, "unsure");
            cut(old, true);
            try {
                assertThat(confirm(old, unsure)).isEqualTo(503);
                Answer stopped = Http.delete(owners.url(old), drivers.session("before-0"));
                assertThat(stopped.status())
                        .as("ended, as far as the old owner can say")
                        .isEqualTo(202);

                owners.awaitOwner(successor);
                drivers.keysAnswerAsBefore();
                drivers.chargeAll("during", 6);
                drivers.chargeAll("unsure", 1);
                drivers.stop("before-1");
                assertThat(drivers.charge(owners.url(old), "at-the-old-one").status())
                        .isEqualTo(503);
                drivers.awaitAllChargeWithPower();
            } finally {
                cut(old, false);
            }
            owners.awaitStandsDown(old, successor);
            replicas.awaitConvergence();
            drivers.keysAnswerAsBefore();
            drivers.awaitAllChargeWithPower();
        }
        endAll(old, successor);
    }

    @Test
    void anOwnerThatIsFrozenUntilItIsSucceededChangesNothingWhenItIsThawed() {
        String old = owners.awaitOne();
        String successor = owners.otherThan(old);
        drivers.chargeAll("while-it-ran", 12);
        drivers.awaitAllChargeWithPower();
        try (var _ = new PowerWatch(owners, LIMIT_KW)) {
            Clusters.signal(cluster, "STOP", old);
            String stopped;
            try {
                owners.awaitOwner(successor);
                drivers.keysAnswerAsBefore();
                stopped = drivers.stop("while-it-ran-0");
                drivers.chargeAll("while-it-was-frozen", 6);
                drivers.awaitAllChargeWithPower();
            } finally {
                Clusters.signal(cluster, "CONT", old);
            }
            owners.awaitStandsDown(old, successor);
            replicas.awaitConvergence();
            assertThat(stored.open())
                    .containsAll(drivers.accepted().values().stream()
                            .map(StoredSessions::id)
                            .toList());
            stored.haveEndedOnce(List.of(StoredSessions.id(stopped)));
            drivers.isOver("while-it-ran-0", stopped);
            drivers.keysAnswerAsBefore();
            drivers.awaitAllChargeWithPower();
        }
        endAll(old, successor);
    }

    private void endAll(String old, String owner) {
        List<String> keys = List.copyOf(drivers.accepted().keySet());
        List<String> sessions = keys.stream().map(drivers::stop).toList();
        for (int i = 0; i < keys.size(); i++) {
            drivers.isOver(keys.get(i), sessions.get(i));
        }
        assertThat(owners.charging(owner).orElseThrow()).isEmpty();
        assertThat(owners.charging(old)).isEmpty();
        replicas.awaitConvergence();
        stored.haveEndedOnce(sessions.stream().map(StoredSessions::id).toList());
    }

    private String reserve(String process, String key) {
        Answer reserved = Http.post(
                owners.url(process),
                "/internal/v1/reservations",
                Drivers.order(key),
                Map.of("Idempotency-Key", key, "Causalgrid-Attempt", "test", "Causalgrid-Key-Is-New", "true"));
        assertThat(reserved.status()).as("%s", reserved.body()).isEqualTo(200);
        return reserved.body().path("sessionId").asText();
    }

    private int confirm(String process, String session) {
        return Http.post(owners.url(process), "/internal/v1/reservations/" + session + "/confirm", Map.of())
                .status();
    }

    private void cut(String owner, boolean isCut) {
        int near = links(owner).preferred();
        replicas.isolate(near, isCut);
        links(owner).cut(replica -> isCut && replica != near);
        links(owners.otherThan(owner)).cut(replica -> isCut && replica == near);
    }

    private StoreLinks links(String process) {
        return process.equals(ONE) ? linksOfOne : linksOfOther;
    }

    private StoreLinks newLinks(int preferred) {
        return new StoreLinks(
                IntStream.range(0, REPLICAS)
                        .map(replica -> ports.replicaBase() + replica)
                        .boxed()
                        .toList(),
                preferred);
    }
}
