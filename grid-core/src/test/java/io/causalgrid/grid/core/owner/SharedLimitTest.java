package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.feeder.FeederSettings;
import io.causalgrid.grid.core.feeder.FeederShare;
import io.causalgrid.grid.core.feeder.Loan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An owner on a feeder. Its bus carries 32 A, its right is half of that. */
class SharedLimitTest {
    private static final double BUS_WATTS = 32 * 230;
    private static final double RIGHT_WATTS = BUS_WATTS / 2;
    private static final Duration TERM = Duration.ofMinutes(8);
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = rig(List.of());

    @Test
    void whatIsGrantedIsWithinItsRight() {
        rig.charging("k");
        rig.pass(SECOND);
        rig.stored();

        assertThat(rig.owner.grantedWatts()).isEqualTo(RIGHT_WATTS);
        assertThat(rig.owner.sharedWatts(rig.now)).isEqualTo(RIGHT_WATTS);
    }

    @Test
    void whatItBorrowsIsUsedUntilTheTermOfItsRequestIsOver() {
        rig.charging("k");
        rig.pass(SECOND);
        rig.pass(Duration.ofSeconds(30));
        rig.stored();
        FeederRow asking = rig.rows.getLast();
        assertThat(asking.wantedWatts()).isEqualTo(BUS_WATTS - RIGHT_WATTS);

        rig.round(new Input.FeederHeard(other(1, 0, List.of(new Loan(1, "north", 1, asking.request(), 1_000, TERM)))));
        rig.pass(SECOND);
        rig.stored();

        assertThat(rig.owner.grantedWatts()).isEqualTo(RIGHT_WATTS + 1_000);
        rig.pass(TERM);
        assertThat(rig.owner.grantedWatts()).isEqualTo(RIGHT_WATTS);
    }

    @Test
    void nobodyHearsOfALoanThatTheJournalHasNot() {
        rig.pass(SECOND);
        rig.round(new Input.FeederHeard(other(1, 1_000, List.of())));
        rig.pass(SECOND);

        assertThat(rig.owner.lentWatts(rig.now)).isEqualTo(1_000);
        assertThat(rig.rows.getLast().loans()).isEmpty();
        rig.stored();
        rig.stored();

        assertThat(rig.rows.getLast().loans()).extracting(Loan::watts).containsExactly(1_000.0);
    }

    @Test
    void aSuccessorCountsWhatWasLentForAWholeTerm() {
        rig.pass(SECOND);
        rig.round(new Input.FeederHeard(other(1, 1_000, List.of())));
        rig.pass(SECOND);
        rig.stored();
        rig.stored();

        Rig successor = rig(rig.left());
        successor.charging("k");
        successor.pass(SECOND);
        successor.stored();

        assertThat(successor.owner.grantedWatts()).isEqualTo(RIGHT_WATTS - 1_000);
        successor.pass(TERM.plus(SKEW));
        successor.stored();
        assertThat(successor.owner.grantedWatts()).isEqualTo(RIGHT_WATTS);
    }

    private static FeederRow other(long request, double wantedWatts, List<Loan> loans) {
        return new FeederRow("south", 1, request, request, wantedWatts, 0, loans, Map.of());
    }

    private static Rig rig(List<OwnerEvent> left) {
        var settings = new FeederSettings(
                "north", Map.of("north", RIGHT_WATTS, "south", RIGHT_WATTS), TERM, SKEW, Duration.ofSeconds(30), 1);
        var shared = new SharedLimit(new FeederShare(settings, 1), "bus");
        return new Rig(true, left, Rig.network("1", "2", "3"), Optional.of(shared));
    }
}
