package io.causalgrid.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFilesTest {

    @TempDir
    private Path directory;

    @Test
    void aClusterIsReadAsItWasWritten() {
        ClusterConfig config = ClusterConfig.in(directory)
                .replicas(2)
                .faultInjection(false)
                .setting("node0", "a.b", "c")
                .build();
        ClusterRecord written = ClusterRecord.ofStopped(config, new Services(config, directory).specs());

        ClusterFile.in(directory).write(written);

        assertThat(ClusterFile.in(directory).read()).contains(written);
    }

    @Test
    void onlyWhatIsNoReplicaSharesFewThreads() {
        ClusterConfig config = ClusterConfig.in(directory)
                .setting("balancer", "quarkus.vertx.event-loops-pool-size", "7")
                .build();

        assertThat(specOf(config, "node1").command()).noneMatch(option -> option.contains("event-loops-pool-size"));
        assertThat(specOf(config, "gateway").command())
                .anyMatch(option -> option.matches("-Dquarkus\\.vertx\\.event-loops-pool-size=[1-9][0-9]*"))
                .anyMatch(option -> option.matches("-Djdk\\.virtualThreadScheduler\\.parallelism=[1-9][0-9]*"));
        assertThat(specOf(config, "balancer").command()).contains("-Dquarkus.vertx.event-loops-pool-size=7");
    }

    @Test
    void everyServiceIsToldItsNeighbours() {
        ClusterConfig config = ClusterConfig.in(directory).build();

        assertThat(specOf(config, "node1").command())
                .contains(
                        "-Xmx256m",
                        "-XX:NewRatio=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=5001",
                        "-Dcausalgrid.kv.site=node1",
                        "-Dcausalgrid.kv.members=node0=http://127.0.0.1:5000,node1=http://127.0.0.1:5001,"
                                + "node2=http://127.0.0.1:5002",
                        "-Dcausalgrid.fault-injection=true");
        assertThat(specOf(config, "gateway").command())
                .contains("-Dcausalgrid.grid.roles=gateway", "-Dcausalgrid.grid.balancers=http://127.0.0.1:8082")
                .doesNotContain("-XX:NewRatio=1");
        assertThat(specOf(config, "balancer").command())
                .contains("-Dcausalgrid.grid.substations=substation1=http://127.0.0.1:7001,"
                        + "substation2=http://127.0.0.1:7002");
        assertThat(specOf(config, "substation2").command())
                .contains("-Dcausalgrid.grid.substation.id=substation2", "-Dquarkus.http.port=7002");
        assertThat(specOf(config, "dashboard").command())
                .contains("-Dcausalgrid.dashboard.gateway=http://127.0.0.1:8081");
    }

    @Test
    void aReplicaKeepsItsDataAndItsBackupsApartFromTheOthers() {
        ClusterConfig config = ClusterConfig.in(directory).build();

        ProcessSpec node1 = specOf(config, "node1");

        assertThat(node1.command())
                .contains(
                        "-Dcausalgrid.kv.data-dir=" + directory.resolve("data/node1"),
                        "-Dcausalgrid.kv.backup-dir=" + directory.resolve("backups/node1"));
        assertThat(node1.environment())
                .containsEntry(
                        "ROCKSDB_SHAREDLIB_DIR",
                        directory.resolve("native/node1").toString());
        assertThat(specOf(config, "gateway").environment()).isEmpty();
    }

    @Test
    void aSpareReplicaKnowsTheFirstMembersAndItself() {
        ClusterConfig config =
                ClusterConfig.in(directory).replicas(2).spareReplicas(2).build();

        String first = "node0=http://127.0.0.1:5000,node1=http://127.0.0.1:5001";
        assertThat(specOf(config, "node1").command()).contains("-Dcausalgrid.kv.members=" + first);
        assertThat(specOf(config, "node3").command())
                .contains("-Dcausalgrid.kv.members=" + first + ",node3=http://127.0.0.1:5003");
        assertThat(specOf(config, "dashboard").command()).contains("-Dcausalgrid.dashboard.replicas=" + first);
    }

    @Test
    void aStandbyHasItsSubstationsIdAndAnAddressOfItsOwn() {
        ClusterConfig config =
                ClusterConfig.in(directory).substations(2).standbys(1).build();

        ProcessSpec standby = specOf(config, "substation2-standby1");

        assertThat(standby.command())
                .contains(
                        "-Dcausalgrid.grid.name=substation2-standby1",
                        "-Dcausalgrid.grid.substation.id=substation2",
                        "-Dcausalgrid.grid.substation.url=http://127.0.0.1:7004");
        assertThat(specOf(config, "balancer").command())
                .contains("-Dcausalgrid.grid.substations=substation1=http://127.0.0.1:7001,"
                        + "substation2=http://127.0.0.1:7002,substation1=http://127.0.0.1:7003,"
                        + "substation2=http://127.0.0.1:7004");
    }

    @Test
    void whichOfASubstationsProcessesIsReadyToServeIsNotAskedWhereThereAreSeveral() {
        ClusterConfig single = ClusterConfig.in(directory).build();
        ClusterConfig several = ClusterConfig.in(directory).standbys(1).build();

        assertThat(specOf(single, "substation1").readinessPath()).isEqualTo("/q/health/ready");
        assertThat(specOf(several, "substation1").readinessPath()).isEqualTo("/q/health/live");
        assertThat(specOf(several, "substation1-standby1").readinessPath()).isEqualTo("/q/health/live");
        assertThat(specOf(several, "balancer").readinessPath()).isEqualTo("/q/health/ready");
    }

    @Test
    void aSettingOfOneProcessWinsOverTheUsualOne() {
        ClusterConfig config = ClusterConfig.in(directory)
                .setting("substation1", "causalgrid.grid.substation.limit-kw", "50")
                .build();

        assertThat(specOf(config, "substation1").command())
                .contains("-Dcausalgrid.grid.substation.limit-kw=50")
                .doesNotContain("-Dcausalgrid.grid.substation.limit-kw=250");
        assertThat(specOf(config, "substation2").command()).contains("-Dcausalgrid.grid.substation.limit-kw=250");
    }

    @Test
    void prometheusScrapesEveryProcessUnderItsName() throws IOException {
        assumeThat(Prometheus.executable()).isPresent();
        ClusterConfig config = ClusterConfig.in(directory)
                .only(Set.of(Role.REPLICA, Role.BALANCER, Role.PROMETHEUS))
                .replicas(1)
                .build();

        LocalCluster.create(config, directory.resolve("state"));

        assertThat(Files.readString(directory.resolve("state/prometheus.yml")))
                .contains("- \"" + directory.resolve("monitoring/prometheus/rules/*.yml") + "\"")
                .contains("""
                          - job_name: kv
                            static_configs:
                              - targets: ["127.0.0.1:5000"]
                                labels:
                                  instance: node0
                          - job_name: grid
                            static_configs:
                              - targets: ["127.0.0.1:8082"]
                                labels:
                                  instance: balancer
                        """)
                .doesNotContain("job_name: dashboard");
    }

    @Test
    void freePortsAreDifferentFromEachOther() {
        Ports ports = Ports.free(3, 2, new SplittableRandom(1));

        ClusterConfig config = ClusterConfig.in(directory).ports(ports).build();
        assertThat(new Services(config, directory).specs())
                .extracting(ProcessSpec::port)
                .doesNotHaveDuplicates()
                .doesNotContain(ports.prometheus());
    }

    private ProcessSpec specOf(ClusterConfig config, String name) {
        return new Services(config, directory)
                .specs().stream()
                        .filter(spec -> spec.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
