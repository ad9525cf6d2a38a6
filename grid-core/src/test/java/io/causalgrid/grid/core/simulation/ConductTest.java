package io.causalgrid.grid.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.EarliestDeadline;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.Habit;
import io.causalgrid.grid.core.series.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConductTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final double VOLTS = 230;
    private static final Duration STEP = Duration.ofMinutes(1);

    @Test
    void aHonestVehicleThatIsAloneGetsAllWhateverIsKnown() {
        for (Knowledge knowledge : Knowledge.values()) {
            Run run = replay(32, List.of(session("a", 4, 10_000)), new Conduct(knowledge, Map.of()), new EqualShare());

            assertThat(delivered(run, "a")).as("%s", knowledge).isEqualTo(10_000);
        }
    }

    @Test
    void aVehicleTakesWhatItsHabitLets() {
        List<RecordedSession> sessions = List.of(session("a", 4, 10_000));

        assertThat(delivered(replay(32, sessions, habit(Knowledge.EXACT, Habit.FINISHES_EARLY), new EqualShare()), "a"))
                .isEqualTo(6_000);
        assertThat(delivered(
                        replay(
                                32,
                                List.of(session("a", 4, 15_000)),
                                habit(Knowledge.EXACT, Habit.DRAWS_HALF),
                                new EqualShare()),
                        "a"))
                .isCloseTo(4 * 3_680, within(1));
        assertThat(delivered(
                        replay(
                                32,
                                List.of(session("a", 3, 15_000)),
                                habit(Knowledge.EXACT, Habit.WAKES_LATE),
                                new EqualShare()),
                        "a"))
                .isCloseTo(1.5 * 7_360, within(1));
    }

    /** Two share 16 A for four hours; the one that takes little leaves the rest to the other where its meter says so. */
    @Test
    void whatAMeterSaysIsForTheOther() {
        List<RecordedSession> sessions = List.of(session("a", 4, 20_000), session("b", 4, 20_000));
        double exact = delivered(replay(16, sessions, habit(Knowledge.EXACT, Habit.FINISHES_EARLY), fairly()), "b");
        double metered = delivered(replay(16, sessions, habit(Knowledge.METERS, Habit.FINISHES_EARLY), fairly()), "b");
        double blind = delivered(replay(16, sessions, habit(Knowledge.WISHES, Habit.FINISHES_EARLY), fairly()), "b");

        assertThat(blind).isLessThanOrEqualTo(metered);
        assertThat(metered).isLessThanOrEqualTo(exact);

        List<RecordedSession> half = List.of(session("a", 4, 14_000, 1_840), session("b", 4, 20_000));
        double meteredHalf = delivered(replay(16, half, habit(Knowledge.METERS, Habit.DRAWS_HALF), fairly()), "b");
        double blindHalf = delivered(replay(16, half, habit(Knowledge.WISHES, Habit.DRAWS_HALF), fairly()), "b");
        assertThat(meteredHalf).isGreaterThanOrEqualTo(blindHalf);
    }

    @Test
    void whoSleepsThroughTheMorningIsServedInTheAfternoon() {
        List<RecordedSession> sessions = List.of(session("a", 8, 10_000));

        Run run = replay(32, sessions, habit(Knowledge.METERS, Habit.WAKES_LATE), new LeastLaxity());

        assertThat(delivered(run, "a")).isEqualTo(10_000);
    }

    /** Learning takes something, but little; no limit is passed, whatever vehicles do. */
    @ParameterizedTest
    @EnumSource
    void metersAreNearlyAsGoodAsKnowingAll(Habit habit) {
        var random = new SplittableRandom(7);
        List<RecordedSession> sessions = IntStream.range(0, 12)
                .mapToObj(i -> session("s" + i, 3 + random.nextInt(6), 3_000 + random.nextInt(20_000)))
                .toList();
        Map<String, Habit> habits = Map.of("s1", habit, "s5", habit, "s9", habit);

        double exact = total(replay(64, sessions, new Conduct(Knowledge.EXACT, habits), new EarliestDeadline()));
        double metered = total(replay(64, sessions, new Conduct(Knowledge.METERS, habits), new EarliestDeadline()));

        assertThat(metered).isGreaterThan(0.95 * exact).isLessThan(1.02 * exact);
    }

    @Test
    void aShareOfTheVehiclesMisbehaves() {
        List<RecordedSession> sessions = IntStream.range(0, 3_000)
                .mapToObj(i -> session("s" + i, 4, 5_000))
                .toList();

        Conduct conduct = Conduct.of(Knowledge.METERS, sessions, 0.2, new SplittableRandom(1));

        assertThat(conduct.habits().size()).isBetween(500, 700);
        assertThat(conduct.habits().values()).contains(Habit.DRAWS_HALF, Habit.FINISHES_EARLY, Habit.WAKES_LATE);
        assertThat(Conduct.of(Knowledge.METERS, sessions, 0.2, new SplittableRandom(1)))
                .isEqualTo(conduct);
        assertThat(Conduct.of(Knowledge.METERS, sessions, 0, new SplittableRandom(1))
                        .habits())
                .isEmpty();
    }

    private static AllocationPolicy fairly() {
        return new EqualShare();
    }

    private static Offset<Double> within(double wattHours) {
        return Offset.offset(wattHours);
    }

    private static Conduct habit(Knowledge knowledge, Habit ofA) {
        return new Conduct(knowledge, Map.of("a", ofA));
    }

    private static RecordedSession session(String id, int hours, double wattHours) {
        return session(id, hours, wattHours, 7_360);
    }

    private static RecordedSession session(String id, int hours, double wattHours, double watts) {
        Instant end = START.plus(Duration.ofHours(hours));
        return new RecordedSession(id, "at-" + id, START, end, end, wattHours, watts);
    }

    private static Run replay(double amps, List<RecordedSession> sessions, Conduct conduct, AllocationPolicy policy) {
        List<Connector> connectors = sessions.stream()
                .map(session -> new Connector(session.connector(), Phases.A, VOLTS, Currents.steps(6, 32, 1)))
                .toList();
        var scenario = new Scenario(
                Network.singleBus(connectors, LimitProfile.constant(amps * VOLTS)),
                sessions,
                BatteryModel.IDEAL,
                STEP,
                new AllocatorSettings(Duration.ofMinutes(15), Duration.ofHours(1), STEP),
                Supply.at(Course.constant(0)),
                conduct,
                false);
        Run run = Replay.of(scenario, new NamedPolicy("policy", policy), () -> 0, _ -> {});
        assertThat(run.violations()).isZero();
        return run;
    }

    private static double total(Run run) {
        return run.outcomes().stream()
                .mapToDouble(Run.Outcome::deliveredWattHours)
                .sum();
    }

    private static double delivered(Run run, String id) {
        return run.outcomes().stream()
                .filter(outcome -> outcome.session().id().equals(id))
                .mapToDouble(Run.Outcome::deliveredWattHours)
                .sum();
    }
}
