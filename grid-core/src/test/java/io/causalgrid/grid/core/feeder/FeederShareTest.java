package io.causalgrid.grid.core.feeder;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.LimitProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two substations with a right of 10 kW each; nobody loses a word. */
class FeederShareTest {
    private static final Duration TERM = Duration.ofMinutes(10);
    private static final Map<String, Double> RIGHTS = Map.of("north", 10_000.0, "south", 10_000.0);

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final FeederShare north = share("north", 1);
    private FeederShare south = share("south", 1);

    @Test
    void whatIsLentIsMissedByItsLenderAndUsedByItsBorrower() {
        talk(16_000, 2_000);

        assertThat(limit(north)).isEqualTo(16_000);
        assertThat(limit(south)).isEqualTo(4_000);
    }

    @Test
    void nobodyLendsWhatItMayBeUsingStill() {
        north.want(16_000, now);
        south.want(2_000, now);
        north.row(now).ifPresent(row -> south.hear(row, now));

        assertThat(south.settle(9_000, now)).isEmpty();
        assertThat(limit(south)).isEqualTo(4_000);
        assertThat(south.settle(4_000, now)).hasSize(1);
    }

    @Test
    void whatItsLenderNeedsComesBackWithTheNextRequest() {
        talk(16_000, 2_000);

        talk(16_000, 10_000);
        talk(16_000, 10_000);

        assertThat(limit(north)).isEqualTo(10_000);
        assertThat(limit(south)).isEqualTo(10_000);
    }

    @Test
    void aSuccessorOfTheLenderLendsAgainToABorrowerThatHasSeenMoreLoans() {
        for (int i = 0; i < 5; i++) {
            talk(16_000, 2_000);
        }
        talk(0, 2_000);
        now = now.plus(TERM.multipliedBy(2));
        assertThat(south.loans(now)).isEmpty();
        south = share("south", 2);

        talk(16_000, 2_000);

        assertThat(limit(north)).isEqualTo(16_000);
    }

    @Test
    void aLoanOfMoreThanItsLendersRightIsNotBelieved() {
        north.want(16_000, now);
        FeederRow asking = north.row(now).orElseThrow();
        var loan = new Loan(1, "north", 1, asking.request(), 10_001, TERM);
        north.hear(new FeederRow("south", 1, 1, 1, 0, 0, List.of(loan), Map.of()), now);

        assertThat(limit(north)).isEqualTo(10_000);
    }

    /** Half a minute later both say what they want, and each hears all that the other says, until they have nothing to say. */
    private void talk(double northWatts, double southWatts) {
        now = now.plus(Duration.ofSeconds(31));
        for (int i = 0; i < 4; i++) {
            north.want(northWatts, now);
            south.want(southWatts, now);
            north.settle(Math.min(northWatts, limit(north)), now).forEach(north::stored);
            south.settle(Math.min(southWatts, limit(south)), now).forEach(south::stored);
            north.row(now).ifPresent(row -> south.hear(row, now));
            south.row(now).ifPresent(row -> north.hear(row, now));
        }
    }

    private double limit(FeederShare of) {
        return of.limit(LimitProfile.constant(50_000), now).at(now);
    }

    private static FeederShare share(String substation, long claim) {
        return new FeederShare(
                new FeederSettings(substation, RIGHTS, TERM, Duration.ofSeconds(10), Duration.ofSeconds(30), 1), claim);
    }
}
