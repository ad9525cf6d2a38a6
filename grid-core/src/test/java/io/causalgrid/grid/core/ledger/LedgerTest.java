package io.causalgrid.grid.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final Ledger ledger = new Ledger("s-1", new LedgerLimits(3, 4, KEY_AGE, 5));

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

    private void cancel(Accepted accepted, Moment now) {
        if (ledger.session(accepted.terms().id()) instanceof Session.Charging charging) {
            ledger.end(charging.cancel(now.simulated()), now);
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
