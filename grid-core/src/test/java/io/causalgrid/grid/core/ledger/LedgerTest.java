package io.causalgrid.grid.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.ledger.Admission.Accepted;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Moment START = new Moment(NOW, NOW);
    private static final Duration KEY_AGE = Duration.ofMinutes(10);

    private static final LedgerLimits LIMITS = new LedgerLimits(3, 0, Duration.ofSeconds(30), 4, KEY_AGE, 5);

    private final List<LedgerEvent> journal = new ArrayList<>();
    private final Ledger ledger = new Ledger("s-1", LIMITS, journal::add);

    @Test
    void theSameKeyGetsTheSameAnswerAndNoSecondSession() {
        Admission first = ledger.admit(key("k"), order(1), START);
        ledger.admit(key("other"), order(2), START);

        Admission again = ledger.admit(key("k"), order(1), after(Duration.ofDays(1)));

        assertThat(again).isEqualTo(first);
        assertThat(ledger.activeSessions()).isEqualTo(2);
    }

    @Test
    void aKeyCannotBeReusedForAnotherOrder() {
        ledger.admit(key("k"), order(1), START);

        assertThat(ledger.admit(key("k"), order(2), START)).isEqualTo(new Admission.KeyReused());
        assertThat(ledger.activeSessions()).isEqualTo(1);
    }

    @Test
    void aRefusalIsNotRemembered() {
        List<Accepted> held = new ArrayList<>();
        for (int vehicle = 1; vehicle <= 3; vehicle++) {
            held.add((Accepted) ledger.admit(key("k" + vehicle), order(vehicle), START));
        }
        assertThat(ledger.admit(key("late"), order(4), START)).isEqualTo(new Admission.NoConnector(3));

        cancel(held.get(1), START);

        assertThat(ledger.admit(key("late"), order(4), START))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.terms().connector()).isEqualTo(2));
    }

    @Test
    void releasingAnAttemptEndsItsSessionAndFreesItsKey() {
        var accepted = (Accepted) ledger.admit(key("k"), order(1), START);

        ledger.release(key("k"), START);

        assertThat(ledger.activeSessions()).isZero();
        assertThat(ledger.committedWatts()).isZero();
        assertThat(ledger.session(accepted.terms().id()))
                .isNotNull()
                .extracting(Session::state)
                .isEqualTo(SessionState.CANCELLED);
        assertThat(ledger.release(key("k"), START)).isEmpty();
        assertThat(ledger.admit(new ChargeKey("k", "second"), order(1), START)).isInstanceOf(Accepted.class);
    }

    @Test
    void anAttemptThatArrivesAfterItsReleaseStartsNothing() {
        ledger.release(key("k"), START);

        assertThat(ledger.admit(key("k"), order(1), START)).isEqualTo(new Admission.AttemptReleased());
        assertThat(ledger.activeSessions()).isZero();
    }

    @Test
    void aSessionConfirmedToALaterAttemptSurvivesTheReleaseOfAnEarlierOne() {
        Admission first = ledger.admit(key("k"), order(1), START);
        assertThat(ledger.admit(new ChargeKey("k", "second"), order(1), START)).isEqualTo(first);

        ledger.release(key("k"), START);

        assertThat(ledger.activeSessions()).isEqualTo(1);
        ledger.release(new ChargeKey("k", ChargeKey.ANY_ATTEMPT), START);
        assertThat(ledger.activeSessions()).isZero();
    }

    @Test
    void settledKeysAreForgottenByAgeAndByNumberButNeverWhileTheirSessionLasts() {
        ledger.admit(key("active"), order(1), START);
        ledger.release(key("old"), START);
        Moment later = after(KEY_AGE.plusSeconds(1));

        assertThat(ledger.admit(key("old"), order(2), later)).isInstanceOf(Accepted.class);

        for (int i = 0; i < 10; i++) {
            ledger.release(key("r" + i), later);
        }
        assertThat(ledger.admit(key("r9"), order(3), later)).isInstanceOf(Admission.AttemptReleased.class);
        assertThat(ledger.admit(key("r0"), order(3), later)).isInstanceOf(Accepted.class);
        assertThat(ledger.admit(key("active"), order(9), later)).isEqualTo(new Admission.KeyReused());
    }

    @Test
    void aStayAskedForByTheWallsClockKeepsItsLengthInSimulatedTime() {
        Instant simulated = NOW.plus(Duration.ofDays(3));
        var order = new ChargeOrder("1", null, NOW.plus(Duration.ofHours(2)), null);

        var accepted = (Accepted) ledger.admit(key("k"), order, new Moment(NOW, simulated));

        assertThat(accepted.terms().request().departBy()).isEqualTo(simulated.plus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void countsPromisesConnectorsAndVersionsAgreeWhateverHappens(long seed) {
        var random = new Random(seed);
        Map<String, Accepted> active = new HashMap<>();
        long version = 0;
        for (int step = 0; step < 500; step++) {
            String key = "k" + step;
            if (random.nextInt(3) > 0 && active.size() < 3) {
                var order = new ChargeOrder("v", 1_000.0 + random.nextInt(50_000), null, null);
                var accepted = (Accepted) ledger.admit(key(key), order, START);
                assertThat(accepted.version()).isEqualTo(++version);
                active.put(key, accepted);
                assertThat(accepted.activeSessions()).isEqualTo(active.size());
            } else if (!active.isEmpty()) {
                String victim = active.keySet().iterator().next();
                Accepted ended = active.remove(victim);
                if (random.nextBoolean()) {
                    ledger.release(key(victim), START);
                } else if (ended != null) {
                    cancel(ended, START);
                }
                version++;
            }
            assertThat(ledger.version()).isEqualTo(version);
            assertThat(ledger.activeSessions()).isEqualTo(active.size());
            assertThat(ledger.committedWatts())
                    .isEqualTo(active.values().stream()
                            .mapToLong(accepted -> accepted.terms().commitmentWatts())
                            .sum());
            assertThat(new HashSet<>(active.values().stream()
                            .map(accepted -> accepted.terms().connector())
                            .toList()))
                    .hasSameSizeAs(active.keySet());
            assertThat(ledger.ended().size()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void aReservationKeepsItsConnectorUntilItIsConfirmedOrItsTimeIsOver() {
        var kept = (Admission.Reserved) ledger.reserve(key("k"), order(1), START);
        ledger.reserve(key("other"), order(2), START);
        assertThat(ledger.activeSessions()).isEqualTo(2);
        assertThat(ledger.reserve(key("k"), order(1), START)).isEqualTo(kept);

        assertThat(ledger.confirm(key("k"), after(Duration.ofSeconds(29)))).isPresent();
        assertThat(ledger.confirm(key("k"), after(Duration.ofSeconds(31)))).isPresent();
        assertThat(ledger.expire(after(Duration.ofSeconds(30))))
                .extracting(Session::state)
                .containsExactly(SessionState.EXPIRED);

        assertThat(ledger.confirm(key("other"), after(Duration.ofSeconds(31)))).isEmpty();
        assertThat(ledger.activeSessions()).isEqualTo(1);
        assertThat(ledger.charging()).extracting(Session::state).containsExactly(SessionState.CHARGING);
    }

    @Test
    void aReservationCannotBeConfirmedLateEvenIfNobodyHasExpiredIt() {
        ledger.reserve(key("k"), order(1), START);

        assertThat(ledger.confirm(key("k"), after(Duration.ofSeconds(30)))).isEmpty();
        assertThat(ledger.activeSessions()).isZero();
    }

    @Test
    void theQueueIsBoundedShowsPositionsAndIsServedInOrder() {
        Ledger queueing = queueing(1, 2);
        var first = (Accepted) queueing.admit(key("a"), order(1), START);
        var second = (Admission.Queued) queueing.admit(key("b"), order(2), START);
        assertThat(second.position()).isEqualTo(1);
        assertThat(((Admission.Queued) queueing.admit(key("c"), order(3), START)).position())
                .isEqualTo(2);
        assertThat(queueing.admit(key("d"), order(4), START)).isEqualTo(new Admission.NoConnector(1));
        assertThat(queueing.activeSessions()).isEqualTo(1);

        queueing.release(key("a"), START);
        assertThat(queueing.reserve(key("e"), order(5), START)).isEqualTo(new Admission.NoConnector(1));
        List<Session.Charging> promoted = new ArrayList<>(queueing.promote(START));

        assertThat(promoted)
                .extracting(session -> session.terms().id())
                .containsExactly(second.terms().id());
        assertThat(promoted.getFirst().terms().connector())
                .isEqualTo(first.terms().connector());
        assertThat(promoted.getFirst().terms().commitmentWatts()).isEqualTo(5_000);
        assertThat(((Admission.Queued) queueing.admit(key("c"), order(3), START)).position())
                .isEqualTo(1);
        assertThat(queueing.admit(key("b"), order(2), START)).isInstanceOf(Accepted.class);
    }

    @Test
    void whoeverLeavesTheQueueMakesRoomInIt() {
        Ledger queueing = queueing(1, 1);
        queueing.admit(key("a"), order(1), START);
        queueing.admit(key("b"), new ChargeOrder("2", null, NOW.plusSeconds(60), null), START);

        assertThat(queueing.expire(after(Duration.ofSeconds(60)))).hasSize(1);

        assertThat(queueing.admit(key("c"), order(3), START)).isInstanceOf(Admission.Queued.class);
        queueing.release(key("c"), START);
        assertThat(queueing.queued()).isEmpty();
    }

    @Test
    void aSuspendedSessionKeepsItsConnectorAndItsEnergy() {
        var accepted = (Accepted) ledger.admit(key("k"), order(1), START);
        String id = accepted.terms().id();
        ledger.deliver(Map.of(id, 1_000.0), START);
        ledger.suspend(ledger.charging().iterator().next(), START);
        assertThat(ledger.charging()).isEmpty();
        assertThat(ledger.activeSessions()).isEqualTo(1);
        assertThatThrownBy(() -> ledger.deliver(Map.of(id, 1.0), START)).isInstanceOf(IllegalArgumentException.class);

        ledger.resume((Session.Suspended) ledger.active().iterator().next(), START);
        ledger.end(ledger.charging().iterator().next(), SessionState.FAULTED, START);

        assertThat(ledger.session(id)).isInstanceOfSatisfying(Session.Faulted.class, faulted -> {
            assertThat(faulted.deliveredWattHours()).isEqualTo(1_000);
            assertThat(faulted.history())
                    .extracting(change -> change.state())
                    .containsExactly(
                            SessionState.CHARGING, SessionState.SUSPENDED, SessionState.CHARGING, SessionState.FAULTED);
        });
    }

    @Test
    void whatIsNotPossibleIsNotWrittenDown() {
        ledger.reserve(key("k"), order(1), START);
        Session.Open reserved = ledger.active().iterator().next();
        int written = journal.size();

        assertThatThrownBy(() -> ledger.end(reserved, SessionState.COMPLETED, START))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.end(reserved, SessionState.CHARGING, START))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.deliver(Map.of("nobody", 1.0), START))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(journal).hasSize(written);
    }

    @Test
    void whatTheJournalDoesNotTakeDoesNotHappen() {
        var failing = new Ledger("s-1", LIMITS, _ -> {
            throw new IllegalStateException("disk full");
        });

        assertThatThrownBy(() -> failing.admit(key("k"), order(1), START)).hasMessage("disk full");

        assertThat(failing.activeSessions()).isZero();
        assertThat(failing.claim(key("k"), START)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theEventsMakeTheSameLedgerAgainAfterEachOfThem(long seed) {
        var random = new Random(seed);
        var limits = new LedgerLimits(3, 3, Duration.ofSeconds(30), 4, KEY_AGE, 5);
        List<LedgerEvent> events = new ArrayList<>();
        Ledger original = new Ledger("s-1", limits, events::add);
        Ledger copy = new Ledger("s-1", limits, LedgerJournal.NONE);
        Moment now = START;
        Map<String, Double> delivered = new HashMap<>();
        for (int step = 0; step < 800; step++) {
            now = new Moment(
                    now.wall().plusSeconds(random.nextInt(40)), now.simulated().plusSeconds(random.nextInt(600)));
            doSomething(original, random, now);
            for (LedgerEvent event : events) {
                copy.replay(event);
            }
            events.clear();

            assertThat(copy.contents()).as("seed %d, step %d", seed, step).isEqualTo(original.contents());
            assertThat(original.active().stream()
                            .map(session -> session.terms().connector())
                            .distinct())
                    .hasSize(original.activeSessions());
            for (Session.Open session : original.active()) {
                double before = delivered.getOrDefault(session.terms().id(), 0.0);
                assertThat(session.deliveredWattHours()).isGreaterThanOrEqualTo(before);
                delivered.put(session.terms().id(), session.deliveredWattHours());
            }
        }
        assertThat(delivered).hasSizeGreaterThan(30);
    }

    private static void doSomething(Ledger ledger, Random random, Moment now) {
        var key = new ChargeKey("k" + random.nextInt(12), "a" + random.nextInt(3));
        List<Session.Charging> charging = List.copyOf(ledger.charging());
        switch (random.nextInt(9)) {
            case 0, 1 -> ledger.admit(key, order(random.nextInt(2)), now);
            case 2 -> ledger.reserve(key, order(random.nextInt(2)), now);
            case 3 -> ledger.confirm(key, now);
            case 4 -> ledger.release(key, now);
            case 5 -> ledger.claim(key, now);
            case 6 -> {
                Map<String, Double> energy = new HashMap<>();
                charging.forEach(session -> energy.put(session.terms().id(), random.nextDouble(2_000)));
                ledger.deliver(energy, now);
            }
            case 7 -> {
                ledger.expire(now);
                ledger.promote(now);
            }
            default -> {
                if (!charging.isEmpty() && random.nextBoolean()) {
                    ledger.suspend(charging.getFirst(), now);
                } else if (!ledger.active().isEmpty()) {
                    Session.Open any = ledger.active().iterator().next();
                    if (any instanceof Session.Suspended suspended && random.nextBoolean()) {
                        ledger.resume(suspended, now);
                    } else {
                        ledger.end(any, SessionState.CANCELLED, now);
                    }
                }
            }
        }
    }

    private static Ledger queueing(int connectors, int queueMax) {
        return new Ledger(
                "s-1",
                new LedgerLimits(connectors, queueMax, Duration.ofSeconds(30), 10, KEY_AGE, 10),
                LedgerJournal.NONE);
    }

    private void cancel(Accepted accepted, Moment now) {
        if (ledger.session(accepted.terms().id()) instanceof Session.Charging charging) {
            ledger.end(charging, SessionState.CANCELLED, now);
        }
    }

    private static Moment after(Duration time) {
        return new Moment(NOW.plus(time), NOW.plus(time));
    }

    private static ChargeKey key(String key) {
        return new ChargeKey(key, "first");
    }

    private static ChargeOrder order(int vehicle) {
        return new ChargeOrder(Integer.toString(vehicle), null, null, null);
    }
}
