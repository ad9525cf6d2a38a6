package io.causalgrid.dashboard.board;

import static io.causalgrid.dashboard.state.Documents.START;
import static io.causalgrid.dashboard.state.Documents.after;
import static io.causalgrid.dashboard.state.Documents.cluster;
import static io.causalgrid.dashboard.state.Documents.nothingKnown;
import static io.causalgrid.dashboard.state.Documents.reported;
import static io.causalgrid.dashboard.state.Documents.substation;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.dashboard.state.DashboardState;
import io.causalgrid.dashboard.state.Observation;
import io.causalgrid.dashboard.wire.LinkDocument;
import io.causalgrid.dashboard.wire.MemberDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Duration HIGHLIGHT = Duration.ofSeconds(2);

    @Test
    void aReplicaIsBehindTheLargestNumberKnownAnywhere() {
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", 7, 0, 2), START),
                reported(cluster("node1", 4, 0, 2), START)));

        assertThat(cell(board, "node0", "node0").behind()).isZero();
        assertThat(cell(board, "node1", "node0").behind()).isEqualTo(3);
        assertThat(cell(board, "node1", "node2").behind()).isZero();
        assertThat(cell(board, "node2", "node0").value()).isNull();
    }

    @Test
    void whatAnUnreachableReplicaSaidLastStillCounts() {
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", 9, 0, 0), START),
                new Observation.ReplicaLost("node0", "gone", START),
                reported(cluster("node1", 4, 0, 0), START)));

        assertThat(cell(board, "node1", "node0").behind()).isEqualTo(5);
    }

    @Test
    void aChangedNumberIsHighlightedForAWhileAndTheBoardSaysForHowLong() {
        var state = after(
                nothingKnown(5),
                reported(cluster("node1", 1, 0, 0), START),
                reported(cluster("node1", 2, 0, 0), START.plusSeconds(10)));

        var soon = Board.of(state, START.plusSeconds(11), HIGHLIGHT);
        var later = Board.of(state, START.plusSeconds(12), HIGHLIGHT);

        assertThat(cell(soon, "node1", "node0").fresh()).isTrue();
        assertThat(soon.highlightUntil()).isEqualTo(START.plusSeconds(12));
        assertThat(cell(later, "node1", "node0").fresh()).isFalse();
        assertThat(later.highlightUntil()).isNull();
    }

    @Test
    void equalVectorsAndDigestsAreIdentical() {
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", 1, 0, 1), START),
                reported(cluster("node1", 1, 0, 1), START),
                reported(cluster("node2", 1, 0, 1), START)));

        assertThat(board.agreement().state()).isEqualTo("identical");
        assertThat(board.agreement().text()).isEqualTo("All 3 replicas identical");
    }

    @Test
    void differentVectorsAreConverging() {
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", 1, 0, 1), START),
                reported(cluster("node1", 1, 0, 0), START)));

        assertThat(board.agreement().state()).isEqualTo("converging");
    }

    @Test
    void equalVectorsWithDifferentDigestsAreAnAlarmThatNamesTheReplicas() {
        long[] vector = {1, 0, 1};
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", "aa", vector), START),
                reported(cluster("node1", 0, 0, 0), START),
                reported(cluster("node2", "bb", vector), START)));

        assertThat(board.agreement().state()).isEqualTo("diverged");
        assertThat(board.agreement().diverged()).containsExactlyInAnyOrder("node0", "node2");
    }

    @Test
    void unreachableReplicasHaveNoSayInTheAgreement() {
        var board = board(after(
                nothingKnown(5),
                reported(cluster("node0", 1, 0, 1), START),
                reported(cluster("node1", 0, 0, 0), START),
                new Observation.ReplicaLost("node1", "gone", START)));

        assertThat(board.agreement().state()).isEqualTo("identical");
        assertThat(board(nothingKnown(5)).agreement().state()).isEqualTo("unknown");
    }

    @Test
    void aLinkSaysTheWorstThatIsTrueOfIt() {
        assertThat(label(new LinkDocument("connected", "closed", false, 0, 0, null)))
                .isEqualTo("connected good ");
        assertThat(label(new LinkDocument("backing-off", "closed", false, 0, 3, 100L)))
                .isEqualTo("backing off bad 3 failures");
        assertThat(label(new LinkDocument("backing-off", "open", false, 0, 1, 100L)))
                .isEqualTo("breaker open bad 1 failure");
        assertThat(label(new LinkDocument("cut", "open", true, 0, 9, null))).isEqualTo("cut cut ");
        assertThat(label(new LinkDocument("connected", "half-open", false, 500, 0, null)))
                .isEqualTo("connected good delayed by 500 ms, breaker half open");
    }

    @Test
    void aSubstationsBarsAreSharesOfItsConnectorsAndItsLimit() {
        var board = board(
                after(nothingKnown(5), new Observation.GatewayReported(List.of(substation("s1", "up", 10)), START)));

        SubstationBar bar = board.charging().substations().getFirst();
        assertThat(bar.sessionsPercent()).isEqualTo(5.0);
        assertThat(bar.powerPercent()).isEqualTo(29.6);
        assertThat(bar.powerText()).isEqualTo("74");
        assertThat(board.charging().substationsUp()).isEqualTo(1);
    }

    @Test
    void noSubstationCountsAsUpWhileTheGatewayIsLost() {
        var board = board(after(
                nothingKnown(5),
                new Observation.GatewayReported(List.of(substation("s1", "up", 10)), START),
                new Observation.GatewayLost("connection refused", START)));

        assertThat(board.charging().substationsUp()).isZero();
        assertThat(board.charging().substations()).hasSize(1);
    }

    @Test
    void sharesStayBetweenNothingAndAll() {
        assertThat(Percent.of(5, 0)).isZero();
        assertThat(Percent.of(-1, 10)).isZero();
        assertThat(Percent.of(30, 10)).isEqualTo(100);
        assertThat(Percent.of(Double.NaN, 10)).isZero();
    }

    private static Board board(DashboardState state) {
        return Board.of(state, Instant.MAX.minus(HIGHLIGHT), HIGHLIGHT);
    }

    private static ReplicaRow.Cell cell(Board board, String observer, String origin) {
        return board.replicas().stream()
                .filter(row -> row.name().equals(observer))
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell.origin().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    private static String label(LinkDocument link) {
        var row = LinkRow.of(new MemberDocument("node1", false, null, 0, link), link);
        return row.label() + " " + row.tone() + " " + row.note();
    }
}
