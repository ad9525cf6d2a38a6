package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.Phasor;
import io.causalgrid.grid.core.network.Row;
import io.causalgrid.grid.core.network.Unit;
import io.causalgrid.grid.core.plant.Habit;
import io.causalgrid.grid.core.plant.Manners;
import io.causalgrid.grid.core.plant.Obedience;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What is drawn below limits, second by second, with charge points and vehicles that do not do as they should. No limit is passed by
 * those that obey; and where others pass one, those that obey make room for them within a reaction time.
 */
class MisbehavingPlantTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double VOLTS = 230;
    private static final int CONNECTORS = 10;
    private static final int SECONDS = 2_400;
    private static final int SEEDS = 120;
    private static final Set<Obedience> OBEYING = Set.of(Obedience.OBEYS, Obedience.OBEYS_LATE);
    private static final OrderSettings ORDERS = new OrderSettings(
            Duration.ofSeconds(60), Duration.ZERO, Obedience.LATE_BY.plusSeconds(2), 0.5, 0, Duration.ZERO);

    /** The meter's next word, the time for which who obeys late may wait, and the round after each. */
    private static final Duration REACTION = Obedience.LATE_BY.plusSeconds(3);

    @Test
    void nobodyWhoObeysPassesALimit() {
        LongStream.range(0, SEEDS / 2).forEach(seed -> {
            var street = new Street(seed, List.of(Manners.GOOD, new Manners(Habit.HONEST, Obedience.OBEYS_LATE)));
            street.run();
            assertThat(street.longest).as("seed %d", seed).isZero();
        });
    }

    @Test
    void whoeverObeysMakesRoomForThoseWhoDoNot() {
        long passed = LongStream.range(0, SEEDS)
                .filter(seed -> {
                    var street = new Street(seed, everyKind());
                    street.run();
                    assertThat(street.longest)
                            .as("seed %d: seconds above a limit", seed)
                            .isLessThanOrEqualTo((int) REACTION.toSeconds());
                    return street.longest > 0;
                })
                .count();
        assertThat(passed).as("runs in which a limit was passed at all").isGreaterThan(20);
    }

    @Test
    void anOwnerThatDoesNotHearMetersIsFound() {
        assertThat(LongStream.range(0, SEEDS).anyMatch(seed -> {
                    var street = new Street(seed, everyKind());
                    street.owned.forgetMeters();
                    street.run();
                    return street.longest > REACTION.toSeconds();
                }))
                .isTrue();
    }

    private static List<Manners> everyKind() {
        List<Manners> all = new ArrayList<>();
        for (Obedience chargePoint : Obedience.values()) {
            for (Habit vehicle : Habit.values()) {
                all.add(new Manners(vehicle, chargePoint));
            }
        }
        return all;
    }

    /** A bus and a line to half of its connectors, with sessions that come and go. */
    private static final class Street {
        private final Random random;
        private final List<Manners> possible;
        private final double busAmps;
        private final double lineAmps;
        private final VirtualPlant plant;
        private final OwnedPlant owned;
        private final Map<Integer, Manners> manners = new HashMap<>();
        private Manners next = Manners.GOOD;
        /** By limit: whether it was passed in this second, and for how many without a break. */
        private final boolean[] seen = new boolean[2];

        private final int[] above = new int[2];
        /** Seconds for which a limit was passed without a break. */
        private int longest;

        Street(long seed, List<Manners> possible) {
            this.random = new Random(seed);
            this.possible = possible;
            this.busAmps = 40 + random.nextInt(80);
            this.lineAmps = 20 + random.nextInt(40);
            Network network = network();
            this.plant = new VirtualPlant(network, START, () -> next);
            this.owned = new OwnedPlant(network, ORDERS, plant, START);
        }

        private Network network() {
            List<Connector> connectors = new ArrayList<>();
            Map<String, Phasor> bus = new HashMap<>();
            Map<String, Phasor> line = new HashMap<>();
            for (int i = 0; i < CONNECTORS; i++) {
                String id = "c" + i;
                connectors.add(new Connector(id, Phases.A, VOLTS, Currents.steps(6, 32, 1)));
                bus.put(id, Phasor.real(VOLTS));
                if (i < CONNECTORS / 2) {
                    line.put(id, Phasor.real(VOLTS));
                }
            }
            return Network.of(
                    connectors,
                    List.of(
                            new Row(new Limit("bus", Unit.WATTS, LimitProfile.constant(busAmps * VOLTS)), bus),
                            new Row(new Limit("line", Unit.WATTS, LimitProfile.constant(lineAmps * VOLTS)), line)));
        }

        void run() {
            for (int second = 0; second < SECONDS; second++) {
                comeAndGo(second);
                look();
                owned.tick(Duration.ofSeconds(1));
                look();
                count();
            }
        }

        private void comeAndGo(int second) {
            List<Session.Charging> charging = owned.owner().ledger().charging();
            if (charging.size() < CONNECTORS && random.nextInt(40) == 0) {
                next = possible.get(random.nextInt(possible.size()));
                String id = owned.charge(
                        "k" + second, new ChargeOrder("v", 30_000.0, null, 3_000.0 + random.nextInt(5_000)));
                manners.put(connector(id), next);
            } else if (!charging.isEmpty() && random.nextInt(200) == 0) {
                owned.stop(charging.get(random.nextInt(charging.size())).terms().id());
            }
        }

        private int connector(String id) {
            Session session = owned.owner().session(id);
            return session == null ? -1 : owned.owner().connector(session);
        }

        private void look() {
            seen[0] |= isPassed(busAmps, CONNECTORS);
            seen[1] |= isPassed(lineAmps, CONNECTORS / 2);
        }

        private void count() {
            for (int limit = 0; limit < above.length; limit++) {
                above[limit] = seen[limit] ? above[limit] + 1 : 0;
                longest = Math.max(longest, above[limit]);
            }
            Arrays.fill(seen, false);
        }

        /** And those who obey could change that. */
        private boolean isPassed(double limitAmps, int connectors) {
            double drawn = 0;
            double beyondControl = 0;
            for (int i = 0; i < connectors; i++) {
                double amps = plant.drawnAmps(i);
                drawn += amps;
                Obedience obedience = manners.getOrDefault(i, Manners.GOOD).chargePoint();
                beyondControl += OBEYING.contains(obedience) ? 0 : amps;
            }
            return drawn > limitAmps + 1e-6 && beyondControl <= limitAmps;
        }
    }
}
