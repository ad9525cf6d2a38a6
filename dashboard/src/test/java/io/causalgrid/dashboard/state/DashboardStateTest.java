package io.causalgrid.dashboard.state;

import static io.causalgrid.dashboard.state.Documents.START;
import static io.causalgrid.dashboard.state.Documents.after;
import static io.causalgrid.dashboard.state.Documents.cluster;
import static io.causalgrid.dashboard.state.Documents.nothingKnown;
import static io.causalgrid.dashboard.state.Documents.reported;
import static io.causalgrid.dashboard.state.Documents.substation;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.dashboard.state.EventLine.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DashboardStateTest {
    @Test
    void anOutageKeepsItsBeginningAndTheLastDocument() {
        var document = cluster("node1", 3, 1, 0);
        var state = after(
                nothingKnown(10),
                reported(document, START),
                new Observation.ReplicaLost("node1", "it broke", START.plusSeconds(5)),
                new Observation.ReplicaLost("node1", "connection refused", START.plusSeconds(6)));

        Replica lost = replica(state, "node1");
        assertThat(lost.contact()).isEqualTo(new Contact.Unreachable(START.plusSeconds(5), "connection refused"));
        assertThat(lost.document()).isEqualTo(document);
    }

    @Test
    void anOutageIsOneLineAndItsEndAnother() {
        var state = after(
                nothingKnown(10),
                reported(cluster("node1", 0, 0, 0), START),
                new Observation.ReplicaLost("node1", "x", START.plusSeconds(1)),
                new Observation.ReplicaLost("node1", "x", START.plusSeconds(2)),
                reported(cluster("node1", 0, 0, 0), START.plusSeconds(3)),
                reported(cluster("node1", 0, 0, 0), START.plusSeconds(4)));

        assertThat(state.events()).extracting(EventLine::text).containsExactly("is back", "became unreachable");
        assertThat(replica(state, "node1").contact()).isEqualTo(new Contact.Reachable(START.plusSeconds(3)));
    }

    @Test
    void theFirstDocumentIsNotAChangeAndALaterOneMarksOnlyWhatMoved() {
        var first = after(nothingKnown(10), reported(cluster("node1", 3, 1, 0), START));
        var second = after(first, reported(cluster("node1", 4, 1, 0), START.plusSeconds(1)));

        assertThat(replica(first, "node1").changedAt()).isEmpty();
        assertThat(replica(second, "node1").changedAt())
                .containsOnly(java.util.Map.entry("node0", START.plusSeconds(1)));
    }

    @Test
    void eventsAreNewestFirstAndBounded() {
        var state = nothingKnown(3);
        for (int number = 1; number <= 5; number++) {
            state = state.after(new Observation.Happened("node0", Kind.WRITE, "write " + number, START));
        }

        assertThat(state.events()).extracting(EventLine::text).containsExactly("write 5", "write 4", "write 3");
        assertThat(state.events()).extracting(EventLine::id).containsExactly(5L, 4L, 3L);
    }

    @Test
    void aReplicaThatIsNotConfiguredIsIgnored() {
        var before = nothingKnown(3);

        assertThat(before.after(reported(cluster("stranger", 1, 1, 1), START))).isEqualTo(before);
    }

    @Test
    void aSubstationGoesDownAndComesBackWhileTheGatewayIsWell() {
        var state = after(
                nothingKnown(10),
                new Observation.GatewayReported(List.of(substation("s1", "up", 1)), START),
                new Observation.GatewayReported(List.of(substation("s1", "down", 1)), START.plusSeconds(1)),
                new Observation.GatewayReported(List.of(substation("s1", "down", 1)), START.plusSeconds(2)));

        assertThat(state.gateway().contacts().get("s1"))
                .isEqualTo(new Contact.Unreachable(START.plusSeconds(1), "the balancer cannot reach it"));
        assertThat(state.events()).extracting(EventLine::source).containsExactly("s1");
    }

    @Test
    void aLostGatewayKeepsTheLastFigures() {
        var state = after(
                nothingKnown(10),
                new Observation.GatewayReported(List.of(substation("s1", "up", 7)), START),
                new Observation.GatewayLost("connection refused", START.plusSeconds(1)));

        assertThat(state.gateway().contact()).isInstanceOf(Contact.Unreachable.class);
        assertThat(state.gateway().substations()).containsExactly(substation("s1", "up", 7));
    }

    private static Replica replica(DashboardState state, String name) {
        return Objects.requireNonNull(state.replicas().get(name));
    }
}
