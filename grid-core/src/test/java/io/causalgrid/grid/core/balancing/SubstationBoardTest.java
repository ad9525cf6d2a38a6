package io.causalgrid.grid.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstationBoardTest {
    private static final long COMMITMENT = 5_000;
    private static final List<String> IDS = List.of("a", "b", "c");

    private final SubstationBoard board = new SubstationBoard(IDS, new LeastLoaded());

    @Test
    void equalSubstationsAreFilledInTurnInConfiguredOrder() {
        IDS.forEach(id -> board.reported(id, report("i", 0, 0)));

        List<String> picked = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            picked.add(pick().substation());
        }

        assertThat(picked).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void theLowestCommittedShareComesFirstNotTheFewestSessions() {
        board.reported("a", new LoadReport("i", 9, 250_000, 200, 0, 50_000, 1));
        board.reported("b", new LoadReport("i", 9, 250_000, 200, 0, 40_000, 9));
        board.reported("c", new LoadReport("i", 9, 100_000, 200, 0, 30_000, 1));

        assertThat(pick().substation()).isEqualTo("b");
    }

    @Test
    void downAndFullSubstationsAreTheLastResort() {
        board.reported("a", report("i", 0, 0));
        board.unreachable("a");
        board.reported("b", new LoadReport("i", 9, 250_000, 2, 0, 0, 2));
        board.reported("c", report("i", 9, 150));

        assertThat(pick().substation()).isEqualTo("c");
        assertThat(board.pick(COMMITMENT, Set.of("c")))
                .map(PendingLoad::substation)
                .contains("b");
        assertThat(board.pick(COMMITMENT, Set.of("b", "c")))
                .map(PendingLoad::substation)
                .contains("a");
        assertThat(board.pick(COMMITMENT, Set.of("a", "b", "c"))).isEmpty();
    }

    @Test
    void aReportThatWasMadeBeforeAnAcceptanceDoesNotHideIt() {
        board.reported("a", report("i", 0, 0));
        board.accepted(reserve("a"), new Acceptance("i", 1, COMMITMENT));

        board.reported("a", report("i", 0, 0));

        assertThat(sessions("a")).isEqualTo(1);
    }

    @Test
    void aReportThatCountsAnAnsweredSessionDoesNotCountItTwice() {
        board.reported("a", report("i", 0, 0));
        board.accepted(reserve("a"), new Acceptance("i", 1, COMMITMENT));

        board.reported("a", report("i", 1, 1));

        assertThat(sessions("a")).isEqualTo(1);
    }

    @Test
    void aReportThatCountsASessionNotYetAnsweredDoesNotCountItTwice() {
        board.reported("a", report("i", 0, 0));
        PendingLoad onItsWay = reserve("a");

        board.reported("a", report("i", 1, 1));
        assertThat(sessions("a")).isEqualTo(1);
        board.accepted(onItsWay, new Acceptance("i", 1, COMMITMENT));

        assertThat(sessions("a")).isEqualTo(1);
    }

    @Test
    void aRestartedSubstationIsEmptyAgain() {
        board.reported("a", report("old", 0, 0));
        board.accepted(reserve("a"), new Acceptance("old", 1, COMMITMENT));
        board.reported("a", report("old", 7, 7));

        board.reported("a", report("new", 0, 0));

        assertThat(sessions("a")).isZero();
    }

    @Test
    void refusedAndLostRequestsGiveTheirReservationBack() {
        board.reported("a", report("i", 0, 0));
        PendingLoad pending = reserve("a");
        assertThat(sessions("a")).isEqualTo(1);

        board.settled(pending);

        assertThat(sessions("a")).isZero();
    }

    @Test
    void powerOfTwoChoicesTakesTheLessLoadedOfTheTwoItDrew() {
        var policy = new PowerOfTwoChoices(new Random(1));
        var two = new SubstationBoard(List.of("a", "b"), policy);
        two.reported("a", report("i", 9, 9));
        two.reported("b", report("i", 3, 3));

        for (int i = 0; i < 6; i++) {
            assertThat(two.pick(COMMITMENT, Set.of()))
                    .map(PendingLoad::substation)
                    .contains("b");
        }
    }

    /** Requests, arrivals, answers and polls in any order the network allows; all substations equal. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void equalSubstationsStayWithinOneAtEveryInstantInAnyInterleaving(long seed) {
        var random = new Random(seed);
        IDS.forEach(id -> board.reported(id, report("i", 0, 0)));
        Map<String, Integer> assigned = new TreeMap<>(Map.of("a", 0, "b", 0, "c", 0));
        Map<String, Integer> started = new TreeMap<>(assigned);
        List<PendingLoad> sent = new ArrayList<>();
        Map<PendingLoad, Acceptance> answers = new LinkedHashMap<>();
        Map<String, LoadReport> reports = new TreeMap<>();
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    PendingLoad pending = pick();
                    assigned.merge(pending.substation(), 1, Integer::sum);
                    sent.add(pending);
                    assertThat(Collections.max(assigned.values()) - Collections.min(assigned.values()))
                            .as("step %d: %s", step, assigned)
                            .isLessThanOrEqualTo(1);
                }
                case 2 -> {
                    if (!sent.isEmpty()) {
                        PendingLoad arrived = sent.remove(random.nextInt(sent.size()));
                        int load = started.merge(arrived.substation(), 1, Integer::sum);
                        answers.put(arrived, new Acceptance("i", load, COMMITMENT));
                    }
                }
                case 3 -> {
                    if (!answers.isEmpty()) {
                        PendingLoad answered = List.copyOf(answers.keySet()).get(random.nextInt(answers.size()));
                        Acceptance answer = answers.remove(answered);
                        if (answer != null) {
                            board.accepted(answered, answer);
                        }
                    }
                }
                case 4 -> {
                    String polled = IDS.get(random.nextInt(3));
                    int load = started.getOrDefault(polled, 0);
                    reports.putIfAbsent(polled, report("i", load, load));
                }
                default -> {
                    String polled = IDS.get(random.nextInt(3));
                    LoadReport answer = reports.remove(polled);
                    if (answer != null) {
                        board.reported(polled, answer);
                    }
                }
            }
            assertThat(board.loads()).allSatisfy(load -> assertThat(load.committedWatts())
                    .isEqualTo(load.activeSessions() * COMMITMENT));
        }
        assertThat(assigned.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(500);
    }

    private PendingLoad pick() {
        return board.pick(COMMITMENT, Set.of()).orElseThrow();
    }

    private PendingLoad reserve(String id) {
        Set<String> others =
                Set.copyOf(IDS.stream().filter(other -> !other.equals(id)).toList());
        return board.pick(COMMITMENT, others).orElseThrow();
    }

    private int sessions(String id) {
        return board.loads().get(IDS.indexOf(id)).activeSessions();
    }

    private static LoadReport report(String instance, long version, int sessions) {
        return new LoadReport(instance, version, 250_000, 1_000, 0, sessions * COMMITMENT, sessions);
    }
}
