package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner with virtual charge points and a journal that takes everything at once. */
class OwnedPlantTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double VOLTS = 230;
    private static final double LIMIT_WATTS = 20_000;
    private static final int CONNECTORS = 20;

    private final Network network = Network.singleBus(
            IntStream.rangeClosed(1, CONNECTORS)
                    .mapToObj(number ->
                            new Connector(Integer.toString(number), Phases.A, VOLTS, new Currents.Continuous(6, 32)))
                    .toList(),
            LimitProfile.constant(LIMIT_WATTS));
    private final OwnedPlant owned = new OwnedPlant(
            network,
            new OrderSettings(Duration.ofMinutes(10), Duration.ZERO, Duration.ofSeconds(2), 0.5, 0, Duration.ZERO),
            new VirtualPlant(network, START),
            START);
    private final SubstationOwner owner = owned.owner();

    @Test
    void aVehicleIsServedAndItsConnectorFreed() {
        String id = owned.charge("a", new ChargeOrder("v", null, null, null));
        owned.tick(Duration.ofSeconds(1));
        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);

        for (int minute = 0; minute < 240; minute++) {
            owned.tick(Duration.ofMinutes(1));
        }

        assertThat(owner.session(id)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.SERVED);
            assertThat(ended.deliveredWattHours()).isEqualTo(20_000);
        });
        assertThat(owner.grantedWatts()).isZero();
        assertThat(owner.ledger().activeSessions()).isZero();
    }

    @Test
    void theNextVehicleAtAConnectorIsGivenAllThatItTakesAtOnce() {
        String first = owned.charge("a", new ChargeOrder("v", null, null, 3_000.0));
        owned.tick(Duration.ofSeconds(1));
        owned.stop(first);
        owned.charge("b", new ChargeOrder("w", null, null, null));

        owned.tick(Duration.ofSeconds(1));

        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void howeverSessionsComeAndGoWhoStaysIsGivenAllThatThereIs(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < 200; step++) {
            owned.pass(Duration.ofMillis(random.nextInt(80)));
            List<Session.Charging> charging = owner.ledger().charging();
            if (charging.size() < 12 && random.nextBoolean()) {
                owned.charge("k" + step, new ChargeOrder("v", null, null, 2_000.0 + random.nextInt(8_000)));
            } else if (!charging.isEmpty()) {
                owned.stop(charging.get(random.nextInt(charging.size())).terms().id());
            }
            if (random.nextInt(20) == 0) {
                owned.tick(Duration.ofMillis(200));
            }
        }
        owner.ledger().charging().forEach(session -> owned.stop(session.terms().id()));
        owned.charge("last", new ChargeOrder("v", null, null, null));
        for (int second = 0; second < 3; second++) {
            owned.tick(Duration.ofSeconds(1));
        }

        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);
    }

    @Test
    void aVehicleThatLeavesEarlyTakesWhatItHas() {
        String id = owned.charge("k", new ChargeOrder("v", 20_000.0, START.plus(Duration.ofHours(1)), 5_000.0));

        for (int minute = 0; minute < 90; minute++) {
            owned.tick(Duration.ofMinutes(1));
        }

        assertThat(owner.session(id)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.DEPARTED);
            assertThat(ended.deliveredWattHours()).isBetween(4_900.0, 5_100.0);
            assertThat(ended.history().getLast().at()).isEqualTo(START.plus(Duration.ofHours(1)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aDayOfTrafficNeverExceedsTheLimitAndEnergyNeverRunsBackwards(long seed) {
        var random = new Random(seed);
        double delivered = 0;
        for (int step = 0; step < 600; step++) {
            Duration time = Duration.ofSeconds(random.nextInt(240));
            owned.tick(time);
            if (random.nextBoolean() && owner.ledger().activeSessions() < CONNECTORS) {
                owned.charge("k" + step, new ChargeOrder("v", null, null, 2_000.0 + random.nextInt(8_000)));
            }
            double told = 0;
            for (double amps : owned.toldAmps()) {
                told += amps * VOLTS;
            }
            assertThat(told).isLessThanOrEqualTo(LIMIT_WATTS + 1e-6);
            assertThat(owner.deliveredWattHours()).isGreaterThanOrEqualTo(delivered);
            assertThat(owner.deliveredWattHours() - delivered).isLessThanOrEqualTo(LIMIT_WATTS * 240 / 3600 + 1);
            delivered = owner.deliveredWattHours();
        }
        assertThat(delivered).isPositive();
    }
}
