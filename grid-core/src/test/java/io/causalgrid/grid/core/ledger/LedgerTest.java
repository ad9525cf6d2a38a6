package io.causalgrid.grid.core.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.ledger.Admission.Known;
import io.causalgrid.grid.core.ledger.Admission.Queued;
import io.causalgrid.grid.core.ledger.Admission.Reserved;
import io.causalgrid.grid.core.ledger.Admission.UnderWay;
import io.causalgrid.grid.core.ledger.Confirmation.Accepted;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
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
    private static final Moment START = new Moment(NOW, NOW, NOW);
    private static final Duration KEY_AGE = Duration.ofMinutes(10);
    private static final Duration RESERVED = Duration.ofSeconds(30);

    private static final Offer OFFER = new Offer(List.of("a", "b", "c"), SessionDefaults.STANDARD);
    private static final LedgerLimits LIMITS = new LedgerLimits(0, RESERVED, 4, KEY_AGE, 5);

    private final List<LedgerEvent> journal = new ArrayList<>();
    private final Ledger ledger = new Ledger("s-1", OFFER, LIMITS, journal::add);

    @Test
    void aReservationKeepsItsConnectorUntilItIsConfirmedOrItsTimeIsOver() {
        Reserved kept = reserved("k", 1);
        Reserved other = reserved("other", 2);
        assertThat(ledger.activeSessions()).isEqualTo(2);

        assertThat(ledger.confirm(id(kept), after(Duration.ofSeconds(29)))).isInstanceOf(Accepted.class);
        assertThat(ledger.confirm(id(kept), after(Duration.ofSeconds(31)))).isInstanceOf(Accepted.class);
        assertThat(ledger.expire(after(RESERVED)))
                .extracting(Session.Ended::because)
                .containsExactly(EndReason.NOT_CONFIRMED);

        assertThat(ledger.confirm(id(other), after(Duration.ofSeconds(31)))).isEqualTo(new Confirmation.Gone());
        assertThat(ledger.activeSessions()).isEqualTo(1);
        assertThat(ledger.charging()).extracting(Session::state).containsExactly(SessionState.CHARGING);
    }

    @Test
    void aReservationCannotBeConfirmedLateEvenIfNobodyHasExpiredIt() {
        Reserved kept = reserved("k", 1);

        assertThat(ledger.confirm(id(kept), after(RESERVED))).isEqualTo(new Confirmation.Gone());
        assertThat(ledger.activeSessions()).isZero();
    }

    @Test
    void aKeyWithASessionGetsToKnowItAsItIsNow() {
        Reserved kept = reserved("k", 1);
        ledger.confirm(id(kept), START);

        assertThat(ledger.reserve(new Attempt("k", "second"), order(1), START))
                .isInstanceOfSatisfying(
                        Known.class, known -> assertThat(known.session()).isEqualTo(ledger.session(id(kept))));

        end(id(kept), EndReason.STOPPED);

        assertThat(ledger.reserve(new Attempt("k", "third"), order(1), START))
                .isInstanceOfSatisfying(
                        Known.class,
                        known -> assertThat(known.session().state()).isEqualTo(SessionState.CANCELLED));
        assertThat(ledger.activeSessions()).isZero();
    }

    @Test
    void anotherAttemptWaitsForTheReservationOfTheFirstAndComesAfterIt() {
        Reserved first = reserved("k", 1);
        var second = new Attempt("k", "second");

        assertThat(ledger.reserve(second, order(1), START)).isEqualTo(new UnderWay(first.until()));

        ledger.expire(after(RESERVED));
        var late = (Reserved) ledger.reserve(second, order(1), after(RESERVED));
        assertThat(id(late)).isNotEqualTo(id(first));
        assertThat(ledger.confirm(id(first), after(RESERVED))).isEqualTo(new Confirmation.Gone());
        assertThat(ledger.confirm(id(late), after(RESERVED))).isInstanceOf(Accepted.class);
    }

    @Test
    void aLateMessageOfAnEarlierAttemptChangesNothing() {
        reserved("k", 1);
        ledger.expire(after(RESERVED));
        var second = new Attempt("k", "second");
        var placed = (Reserved) ledger.reserve(second, order(1), after(RESERVED));
        ledger.confirm(id(placed), after(RESERVED));
        List<Object> before = ledger.contents();

        assertThat(ledger.reserve(attempt("k"), order(1), after(RESERVED))).isInstanceOf(Known.class);
        assertThat(ledger.giveBack(attempt("k"), after(RESERVED))).isEmpty();
        assertThat(ledger.giveBack(second, after(RESERVED))).isEmpty();

        assertThat(ledger.contents()).isEqualTo(before);
    }

    @Test
    void onlyTheAttemptThatReservedGivesBack() {
        Reserved kept = reserved("k", 1);

        assertThat(ledger.giveBack(new Attempt("k", "second"), START)).isEmpty();
        assertThat(ledger.giveBack(attempt("k"), START)).isPresent();
        assertThat(ledger.giveBack(attempt("k"), START)).isEmpty();

        assertThat(ledger.activeSessions()).isZero();
        assertThat(ledger.committedWatts()).isZero();
        assertThat(ledger.session(id(kept)))
                .isInstanceOfSatisfying(Session.Ended.class, ended -> assertThat(ended.because())
                        .isEqualTo(EndReason.GIVEN_BACK));
        assertThat(ledger.reserve(new Attempt("k", "third"), order(2), START)).isInstanceOf(Reserved.class);
    }

    @Test
    void aKeyCannotBeReusedForAnotherOrderWhileItIsRemembered() {
        Reserved kept = reserved("k", 1);
        assertThat(ledger.reserve(attempt("k"), order(2), START)).isEqualTo(new Admission.KeyReused());
        ledger.confirm(id(kept), START);
        end(id(kept), EndReason.DEPARTED);

        assertThat(ledger.reserve(attempt("k"), order(2), after(KEY_AGE))).isEqualTo(new Admission.KeyReused());
        assertThat(ledger.reserve(attempt("k"), order(2), after(KEY_AGE.plusSeconds(1))))
                .isInstanceOf(Reserved.class);
    }

    @Test
    void whatWasNeverConfirmedLeavesNoKeyBehind() {
        Ledger queueing = queueing(1, 1);
        queueing.reserve(attempt("a"), order(1), START);
        queueing.reserve(attempt("b"), new ChargeOrder("2", null, NOW.plusSeconds(20), null), START);

        queueing.expire(after(RESERVED));

        assertThat(queueing.reserve(attempt("b"), order(7), after(RESERVED))).isInstanceOf(Reserved.class);
        assertThat(queueing.reserve(attempt("a"), order(8), after(RESERVED))).isInstanceOf(Queued.class);
    }

    @Test
    void whatWasTakenBackLeavesNoKeyBehindEither() {
        Reserved kept = reserved("k", 1);
        ledger.confirm(id(kept), START);

        end(id(kept), EndReason.TAKEN_BACK);

        assertThat(ledger.reserve(attempt("k"), order(2), START)).isInstanceOf(Reserved.class);
    }

    @Test
    void aRefusalIsNotRemembered() {
        List<Reserved> held = new ArrayList<>();
        for (int vehicle = 1; vehicle <= 3; vehicle++) {
            held.add(reserved("k" + vehicle, vehicle));
        }
        assertThat(ledger.reserve(attempt("late"), order(4), START)).isEqualTo(new Admission.NoConnector(3));

        end(id(held.get(1)), EndReason.STOPPED);

        assertThat(reserved("late", 4).terms().connector()).isEqualTo("b");
    }

    @Test
    void keysOfEndedSessionsAreForgottenByAgeAndByNumberButNeverWhileTheirSessionLasts() {
        ledger.confirm(id(reserved("active", 1)), START);
        for (int i = 0; i < 10; i++) {
            Reserved one = reserved("r" + i, i);
            ledger.confirm(id(one), START);
            end(id(one), EndReason.STOPPED);
        }

        assertThat(ledger.takeForgottenKeys()).containsExactly("r0", "r1", "r2", "r3", "r4", "r5");
        assertThat(ledger.reserve(attempt("r9"), order(3), START)).isEqualTo(new Admission.KeyReused());
        Moment later = after(KEY_AGE.plusSeconds(1));
        assertThat(ledger.reserve(attempt("r9"), order(3), later)).isInstanceOf(Reserved.class);
        assertThat(ledger.reserve(attempt("active"), order(9), later)).isEqualTo(new Admission.KeyReused());
    }

    @Test
    void aJumpOfTheWallsClockEndsNothingAndForgetsNothing() {
        Ledger queueing = queueing(1, 1);
        queueing.reserve(attempt("a"), order(1), START);
        queueing.reserve(attempt("b"), order(2), START);
        List<Object> before = queueing.contents();

        for (Duration jump : List.of(Duration.ofDays(10), Duration.ofDays(-10))) {
            var jumped = new Moment(NOW.plus(jump), NOW, NOW);
            assertThat(queueing.expire(jumped)).isEmpty();
            assertThat(queueing.reserve(new Attempt("a", "again"), order(1), jumped))
                    .isInstanceOf(UnderWay.class);
        }

        assertThat(queueing.contents()).isEqualTo(before);
    }

    @Test
    void aStayAskedForByTheWallsClockKeepsItsLengthInSimulatedTime() {
        Instant simulated = NOW.plus(Duration.ofDays(3));
        var order = new ChargeOrder("1", null, NOW.plus(Duration.ofHours(2)), null);

        var reserved = (Reserved) ledger.reserve(attempt("k"), order, new Moment(NOW, NOW, simulated));

        assertThat(reserved.terms().request().departBy()).isEqualTo(simulated.plus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void countsPromisesConnectorsAndVersionsAgreeWhateverHappens(long seed) {
        var random = new Random(seed);
        Map<String, Reserved> active = new HashMap<>();
        long version = 0;
        for (int step = 0; step < 500; step++) {
            String key = "k" + step;
            if (random.nextInt(3) > 0 && active.size() < 3) {
                var order = new ChargeOrder("v", 1_000.0 + random.nextInt(50_000), null, null);
                var reserved = (Reserved) ledger.reserve(attempt(key), order, START);
                assertThat(reserved.version()).isEqualTo(++version);
                active.put(key, reserved);
                var accepted = (Accepted) ledger.confirm(id(reserved), START);
                assertThat(accepted.activeSessions()).isEqualTo(active.size());
            } else if (!active.isEmpty()) {
                String victim = active.keySet().iterator().next();
                end(id(requireNonNull(active.remove(victim))), EndReason.STOPPED);
                version++;
            }
            assertThat(ledger.version()).isEqualTo(version);
            assertThat(ledger.activeSessions()).isEqualTo(active.size());
            assertThat(ledger.committedWatts())
                    .isEqualTo(active.values().stream()
                            .mapToLong(reserved -> reserved.terms().commitmentWatts())
                            .sum());
            assertThat(new HashSet<>(active.values().stream()
                            .map(reserved -> reserved.terms().connector())
                            .toList()))
                    .hasSameSizeAs(active.keySet());
            assertThat(ledger.ended().size()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void theQueueIsBoundedShowsPositionsAndIsServedInOrder() {
        Ledger queueing = queueing(1, 2);
        var first = (Reserved) queueing.reserve(attempt("a"), order(1), START);
        var second = (Queued) queueing.reserve(attempt("b"), order(2), START);
        assertThat(second.position()).isEqualTo(1);
        assertThat(((Queued) queueing.reserve(attempt("c"), order(3), START)).position())
                .isEqualTo(2);
        assertThat(queueing.reserve(attempt("d"), order(4), START)).isEqualTo(new Admission.NoConnector(1));
        assertThat(queueing.activeSessions()).isEqualTo(1);

        queueing.giveBack(attempt("a"), START);
        assertThat(queueing.reserve(attempt("e"), order(5), START)).isEqualTo(new Admission.NoConnector(1));
        List<Session.Charging> promoted = queueing.promote(START);

        assertThat(promoted)
                .extracting(session -> session.terms().id())
                .containsExactly(second.terms().id());
        assertThat(promoted.getFirst().terms().connector())
                .isEqualTo(first.terms().connector());
        assertThat(promoted.getFirst().terms().commitmentWatts()).isEqualTo(5_000);
        assertThat(((Queued) queueing.reserve(attempt("c"), order(3), START)).position())
                .isEqualTo(1);
        assertThat(queueing.reserve(attempt("b"), order(2), START)).isInstanceOf(Known.class);
    }

    @Test
    void whoeverLeavesTheQueueMakesRoomInIt() {
        Ledger queueing = queueing(1, 1);
        queueing.confirm(id((Reserved) queueing.reserve(attempt("a"), order(1), START)), START);
        queueing.reserve(attempt("b"), new ChargeOrder("2", null, NOW.plusSeconds(60), null), START);

        assertThat(queueing.expire(after(Duration.ofSeconds(60)))).hasSize(1);

        assertThat(queueing.reserve(attempt("c"), order(3), START)).isInstanceOf(Queued.class);
        queueing.giveBack(attempt("c"), START);
        assertThat(queueing.queued()).isEmpty();
    }

    @Test
    void aSuspendedSessionKeepsItsConnectorAndItsEnergyUntilItsVehicleLeaves() {
        String id = id(reserved("k", 1));
        ledger.confirm(id, START);
        ledger.deliver(Map.of(id, 1_000.0), START);
        ledger.suspend(ledger.charging().getFirst(), START);
        assertThat(ledger.charging()).isEmpty();
        assertThat(ledger.activeSessions()).isEqualTo(1);
        assertThatThrownBy(() -> ledger.deliver(Map.of(id, 1.0), START)).isInstanceOf(IllegalArgumentException.class);

        ledger.resume((Session.Suspended) ledger.active().getFirst(), START);
        ledger.suspend(ledger.charging().getFirst(), START);
        ledger.expire(after(Duration.ofHours(4)));

        assertThat(ledger.session(id)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.DEPARTED);
            assertThat(ended.deliveredWattHours()).isEqualTo(1_000);
            assertThat(ended.history())
                    .extracting(change -> change.state())
                    .containsExactly(
                            SessionState.RESERVED,
                            SessionState.CHARGING,
                            SessionState.SUSPENDED,
                            SessionState.CHARGING,
                            SessionState.SUSPENDED,
                            SessionState.EXPIRED);
        });
    }

    @Test
    void whatIsNotPossibleIsNotWrittenDown() {
        reserved("k", 1);
        Session.Open reserved = ledger.active().getFirst();
        int written = journal.size();

        assertThatThrownBy(() -> ledger.end(reserved, EndReason.SERVED, START))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.deliver(Map.of("nobody", 1.0), START))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(journal).hasSize(written);
    }

    @Test
    void whatTheJournalDoesNotTakeDoesNotHappen() {
        var failing = new Ledger("s-1", OFFER, LIMITS, _ -> {
            throw new IllegalStateException("disk full");
        });

        assertThatThrownBy(() -> failing.reserve(attempt("k"), order(1), START)).hasMessage("disk full");

        assertThat(failing.activeSessions()).isZero();
        assertThat(failing.find(attempt("k"), order(1), START)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theEventsMakeTheSameLedgerAgainAfterEachOfThem(long seed) {
        var random = new Random(seed);
        var limits = new LedgerLimits(3, RESERVED, 4, KEY_AGE, 5);
        List<LedgerEvent> events = new ArrayList<>();
        Ledger original = new Ledger("s-1", OFFER, limits, events::add);
        Ledger copy = new Ledger("s-1", OFFER, limits, LedgerJournal.NONE);
        Moment now = START;
        Map<String, Double> delivered = new HashMap<>();
        for (int step = 0; step < 800; step++) {
            Instant steady = now.steady().plusSeconds(random.nextInt(40));
            now = new Moment(
                    steady.plusSeconds(random.nextInt(-9_999, 9_999)),
                    steady,
                    now.simulated().plusSeconds(random.nextInt(600)));
            doSomething(original, random, now);
            for (LedgerEvent event : events) {
                copy.replay(event);
            }
            events.clear();
            original.takeChanged();
            original.takeForgottenKeys();

            assertThat(copy.contents()).as("seed %d, step %d", seed, step).isEqualTo(original.contents());
            assertWrittenDownWhole(original, limits, now);
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

    private static void assertWrittenDownWhole(Ledger original, LedgerLimits limits, Moment now) {
        Ledger read = new Ledger("s-1", OFFER, limits, LedgerJournal.NONE);
        original.written(now).forEach(read::replay);
        assertThat(read.written(now)).isEqualTo(original.written(now));
        assertThat(read.active()).isEqualTo(original.active());
        assertThat(read.queued()).isEqualTo(original.queued());
        assertThat(read.version()).isEqualTo(original.version());
        assertThat(read.committedWatts()).isEqualTo(original.committedWatts());
    }

    private static void doSomething(Ledger ledger, Random random, Moment now) {
        var attempt = new Attempt("k" + random.nextInt(12), "a" + random.nextInt(3));
        List<Session.Charging> charging = ledger.charging();
        List<Session.Open> active = ledger.active();
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> ledger.reserve(attempt, order(random.nextInt(2)), now);
            case 3, 4 -> {
                if (!active.isEmpty()) {
                    ledger.confirm(id(active.getLast()), now);
                }
            }
            case 5 -> ledger.giveBack(attempt, now);
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
                } else if (!active.isEmpty()) {
                    Session.Open any = active.getFirst();
                    if (any instanceof Session.Suspended suspended && random.nextBoolean()) {
                        ledger.resume(suspended, now);
                    } else {
                        ledger.end(any, random.nextBoolean() ? EndReason.STOPPED : EndReason.TAKEN_BACK, now);
                    }
                }
            }
        }
    }

    private static Ledger queueing(int connectors, int queueMax) {
        var limits = new LedgerLimits(queueMax, RESERVED, 10, KEY_AGE, 10);
        var offer = new Offer(OFFER.connectors().subList(0, connectors), SessionDefaults.STANDARD);
        return new Ledger("s-1", offer, limits, LedgerJournal.NONE);
    }

    private Reserved reserved(String key, int vehicle) {
        return (Reserved) ledger.reserve(attempt(key), order(vehicle), START);
    }

    private void end(String id, EndReason because) {
        if (ledger.session(id) instanceof Session.Open open) {
            ledger.end(open, because, START);
        }
    }

    private static String id(Reserved reserved) {
        return reserved.terms().id();
    }

    private static String id(Session session) {
        return session.terms().id();
    }

    private static Moment after(Duration time) {
        Instant then = NOW.plus(time);
        return new Moment(then, then, then);
    }

    private static Attempt attempt(String key) {
        return new Attempt(key, "first");
    }

    private static ChargeOrder order(int vehicle) {
        return new ChargeOrder(Integer.toString(vehicle), null, null, null);
    }
}
