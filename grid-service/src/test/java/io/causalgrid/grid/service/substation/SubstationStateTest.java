package io.causalgrid.grid.service.substation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.LedgerJournal;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstationStateTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double LIMIT_WATTS = 20_000;

    private final SubstationState state = new SubstationState(
            new SubstationIdentity("s", "i", LIMIT_WATTS, 20),
            new Ledger(
                    "s-i",
                    new LedgerLimits(20, 0, Duration.ofMinutes(10), 100, Duration.ofMinutes(10), 1_000),
                    LedgerJournal.NONE),
            new SubstationPower(new EqualShare(), Duration.ofMinutes(5)),
            at(Duration.ZERO));

    @Test
    void aVehicleIsServedAndItsConnectorFreed() {
        admit("a", Duration.ZERO);

        advance(Duration.ofHours(3));

        assertThat(only().state()).isEqualTo("completed");
        assertThat(only().deliveredKwh()).isEqualTo(20);
        assertThat(snapshot(Duration.ofHours(3)).load().activeSessions()).isZero();
        assertThat(snapshot(Duration.ofHours(3)).load().powerWatts()).isZero();
    }

    @Test
    void aVehicleThatLeavesEarlyTakesWhatItHas() {
        var hurried = new ChargeOrder("v", 20_000.0, START.plus(Duration.ofHours(1)), 5_000.0);
        state.admit(new ChargeKey("k", "1"), hurried, at(Duration.ZERO));
        state.allocate();

        advance(Duration.ofHours(2));

        assertThat(only().state()).isEqualTo("expired");
        assertThat(only().deliveredKwh()).isEqualTo(5);
        assertThat(only().history().getLast().at()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aDayOfTrafficNeverExceedsTheLimitAndEnergyNeverRunsBackwards(long seed) {
        var random = new Random(seed);
        Duration now = Duration.ZERO;
        double delivered = 0;
        for (int step = 0; step < 300; step++) {
            now = now.plusSeconds(random.nextInt(600));
            advance(now);
            if (random.nextBoolean()) {
                admit("k" + step, now);
            }
            SubstationSnapshot snapshot = snapshot(now);
            assertThat(snapshot.load().powerWatts()).isLessThanOrEqualTo(LIMIT_WATTS);
            assertThat(snapshot.deliveredWattHours()).isGreaterThanOrEqualTo(delivered);
            assertThat(snapshot.deliveredWattHours() - delivered).isLessThanOrEqualTo(LIMIT_WATTS * 600 / 3600 + 1);
            delivered = snapshot.deliveredWattHours();
        }
        assertThat(delivered).isPositive();
    }

    private void admit(String key, Duration now) {
        state.admit(new ChargeKey(key, "1"), new ChargeOrder("v", null, null, null), at(now));
        state.allocate();
    }

    private void advance(Duration now) {
        state.advance(at(now));
    }

    private SubstationSnapshot snapshot(Duration now) {
        return state.snapshot(at(now));
    }

    private SessionView only() {
        var sessions = snapshot(Duration.ofHours(4)).sessions().values();
        assertThat(sessions).hasSize(1);
        return sessions.iterator().next();
    }

    private static Moment at(Duration sinceStart) {
        return new Moment(START.plus(sinceStart), START.plus(sinceStart));
    }
}
