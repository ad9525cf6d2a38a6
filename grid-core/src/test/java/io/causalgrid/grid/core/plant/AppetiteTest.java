package io.causalgrid.grid.core.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppetiteTest {
    private static final Duration TICK = Duration.ofSeconds(10);
    private static final double WISHED = 32;
    private static final double MINIMUM = 6;

    private final Appetite appetite = new Appetite(WISHED, MINIMUM);
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void itsWishIsBelievedUntilItLeavesSomething() {
        assertThat(appetite.amps()).isEqualTo(WISHED);

        draw(32, Duration.ofHours(1));

        assertThat(appetite.amps()).isEqualTo(WISHED);
    }

    @Test
    void whatItLeavesGoesToOthersAfterAWhile() {
        draw(15, Appetite.PATIENCE.minus(TICK));
        assertThat(appetite.amps()).isEqualTo(WISHED);

        draw(15, TICK.multipliedBy(2));

        assertThat(appetite.amps()).isEqualTo(16.5);
    }

    @Test
    void aRampIsNoLackOfAppetite() {
        for (int amps = 0; amps <= 32; amps += 8) {
            draw(amps, TICK);
        }
        draw(32, Duration.ofMinutes(5));

        assertThat(appetite.amps()).isEqualTo(WISHED);
    }

    @Test
    void whatItWantsAgainItGetsWithinAMinuteAndAHalf() {
        draw(0.6, Duration.ofMinutes(2));
        assertThat(appetite.amps()).isEqualTo(MINIMUM);

        draw(32, Duration.ofSeconds(90));

        assertThat(appetite.amps()).isEqualTo(WISHED);
    }

    @Test
    void aPausedVehicleSaysNothing() {
        for (int i = 0; i < 1_000; i++) {
            now = now.plus(TICK);
            appetite.metered(0, 0, now);
        }

        assertThat(appetite.amps()).isEqualTo(WISHED);
    }

    @Test
    void whoDrawsNothingSleepsAndIsAskedNowAndThen() {
        draw(0, Appetite.SLEEPS_AFTER.plus(TICK));
        assertThat(appetite.amps()).isZero();
        draw(0, Appetite.WAKES_EVERY.minus(TICK));
        assertThat(appetite.amps()).isZero();

        draw(0, TICK.multipliedBy(2));
        assertThat(appetite.amps()).isEqualTo(MINIMUM);

        draw(0, Appetite.TRIAL.plus(TICK));
        assertThat(appetite.amps()).isZero();
    }

    @Test
    void whoWakesInATrialGetsAllAgain() {
        draw(0, Appetite.SLEEPS_AFTER.plus(Appetite.WAKES_EVERY).plus(TICK.multipliedBy(2)));
        assertThat(appetite.amps()).isEqualTo(MINIMUM);

        draw(32, Duration.ofSeconds(90));
        assertThat(appetite.amps()).isEqualTo(WISHED);

        draw(0, Appetite.SLEEPS_AFTER.minus(TICK));
        assertThat(appetite.amps()).isEqualTo(MINIMUM);
    }

    @Test
    void aWishBelowTheMinimumIsTheMostThereIs() {
        var small = new Appetite(3, MINIMUM);
        for (int i = 0; i < 100; i++) {
            now = now.plus(TICK);
            small.metered(3, 6, now);
        }

        assertThat(small.amps()).isEqualTo(3);
    }

    /** Of a full battery's taper little is left unused, and little is withheld. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 5})
    void itFollowsATaper(double hours) {
        double wanted = 0;
        double drawn = 0;
        double offered = 0;
        for (int i = 0; i < 360; i++) {
            double accepts = WISHED * Math.exp(-i / 360.0 / hours);
            double allowed = appetite.amps();
            now = now.plus(TICK);
            appetite.metered(Math.min(accepts, allowed), allowed, now);
            wanted += accepts;
            drawn += Math.min(accepts, allowed);
            offered += allowed;
        }

        assertThat(drawn).isEqualTo(wanted);
        assertThat(offered).isLessThan(1.35 * wanted);
    }

    @Test
    void itIsNeverOutsideWhatCanBe() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new SplittableRandom(seed);
            var one = new Appetite(WISHED, MINIMUM);
            Instant time = now;
            for (int i = 0; i < 500; i++) {
                time = time.plusSeconds(random.nextInt(0, 900));
                double allowed = random.nextBoolean() ? one.amps() : random.nextDouble(40);
                one.metered(random.nextDouble(40), allowed, time);
                boolean isPossible = one.amps() == 0 || (one.amps() >= MINIMUM && one.amps() <= WISHED);
                assertThat(isPossible).as("%s A", one.amps()).isTrue();
            }
        }
    }

    /** It would draw so much, and is allowed what it is offered. */
    private void draw(double amps, Duration time) {
        draw(allowed -> Math.min(amps, allowed), time);
    }

    private void draw(DoubleUnaryOperator drawn, Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plus(TICK);
            double allowed = appetite.amps();
            appetite.metered(drawn.applyAsDouble(allowed), allowed, now);
        }
    }
}
