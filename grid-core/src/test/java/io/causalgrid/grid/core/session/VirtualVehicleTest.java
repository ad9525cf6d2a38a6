package io.causalgrid.grid.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualVehicleTest {
    private static final VirtualVehicle EMPTY = new VirtualVehicle(40_000, 0, 10_000);

    @Test
    void belowTheTaperItDrawsWhatItIsGranted() {
        VirtualVehicle after = EMPTY.charge(4_000, Duration.ofMinutes(30));

        assertThat(after.chargeWattHours()).isCloseTo(2_000, within(1e-6));
    }

    @Test
    void itNeverDrawsMoreThanItCan() {
        VirtualVehicle after = EMPTY.charge(50_000, Duration.ofHours(1));

        assertThat(after.chargeWattHours()).isCloseTo(10_000, within(1e-6));
    }

    @Test
    void itsPowerFallsInTheTaper() {
        var ninetyPercent = new VirtualVehicle(40_000, 36_000, 10_000);

        assertThat(ninetyPercent.acceptsWatts()).isCloseTo(5_000, within(1e-6));
    }

    @Test
    void oneLongStepChargesAsMuchAsManyShortOnes() {
        qt().forAll(
                        doubles().between(0, 40_000),
                        doubles().between(100, 12_000),
                        integers().between(1, 300))
                .checkAssert((charge, grant, minutes) -> {
                    var vehicle = new VirtualVehicle(40_000, charge, 10_000);
                    VirtualVehicle stepwise = vehicle;
                    for (int minute = 0; minute < minutes; minute++) {
                        VirtualVehicle next = stepwise.charge(grant, Duration.ofMinutes(1));
                        assertThat(next.chargeWattHours()).isBetween(stepwise.chargeWattHours(), 40_000.0);
                        stepwise = next;
                    }
                    VirtualVehicle atOnce = vehicle.charge(grant, Duration.ofMinutes(minutes));
                    assertThat(atOnce.chargeWattHours()).isCloseTo(stepwise.chargeWattHours(), within(1e-4));
                });
    }

    @Test
    void itKnowsHowLongItTakes() {
        qt().forAll(
                        doubles().between(0, 39_000),
                        doubles().between(0, 0.99),
                        doubles().between(100, 12_000))
                .checkAssert((charge, share, grant) -> {
                    var vehicle = new VirtualVehicle(40_000, charge, 10_000);
                    double wanted = share * (40_000 - charge);
                    double hours = vehicle.hoursFor(wanted, grant);
                    VirtualVehicle after = vehicle.charge(grant, Duration.ofNanos((long) (hours * 3.6e12)));
                    assertThat(after.chargeWattHours()).isCloseTo(charge + wanted, within(1e-3));
                });
        assertThat(EMPTY.hoursFor(1, 0)).isInfinite();
        assertThat(EMPTY.hoursFor(40_000, 10_000)).isInfinite();
    }

    @Test
    void aDefaultRequestIsServedWithinItsStay() {
        var order = new ChargeOrder("1", null, null, null);
        ChargeRequest request = order.from(Instant.EPOCH, Instant.EPOCH, SessionDefaults.STANDARD);
        VirtualVehicle before = VirtualVehicle.needing(request);

        VirtualVehicle after = before.charge(request.maxPowerWatts(), SessionDefaults.STANDARD.stay());

        assertThat(after.chargeWattHours() - before.chargeWattHours()).isGreaterThan(request.energyWattHours());
    }
}
