package io.causalgrid.grid.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.lists;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void deliveredEnergyNeverGoesBackwardsNorBeyondTheRequest() {
        qt().forAll(lists().of(doubles().between(0, 5_000)).ofSizeBetween(0, 30))
                .checkAssert(steps -> {
                    Session.Charging session = charging();
                    for (double wattHours : steps) {
                        Session.Charging next = session.deliver(wattHours);
                        assertThat(next.deliveredWattHours()).isBetween(session.deliveredWattHours(), 20_000.0);
                        session = next;
                    }
                });
    }

    @Test
    void negativeEnergyIsRefused() {
        assertThatThrownBy(() -> charging().deliver(-0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> charging().deliver(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndedSessionKeepsItsEnergyAndTellsItsHistory() {
        Instant end = START.plusSeconds(60);

        Session.Ended ended = charging().deliver(123).end(EndReason.STOPPED, end);

        assertThat(ended.deliveredWattHours()).isEqualTo(123);
        assertThat(ended.state()).isEqualTo(SessionState.CANCELLED);
        assertThat(ended.because()).isEqualTo(EndReason.STOPPED);
        assertThat(ended.history())
                .containsExactly(
                        new StateChange(SessionState.CHARGING, START), new StateChange(SessionState.CANCELLED, end));
    }

    @Test
    void whatHasNoVehicleCannotBeServed() {
        var request = new ChargeRequest("7", 8_000, START.plusSeconds(4 * 3600), 7_400);
        var queued = Session.queue(SessionTerms.waiting("s-1", request, START), START);

        assertThatThrownBy(() -> queued.end(EndReason.SERVED, START)).isInstanceOf(IllegalArgumentException.class);
        assertThat(queued.end(EndReason.DEPARTED, START).state()).isEqualTo(SessionState.EXPIRED);
    }

    @Test
    void aHistoryIsBoundedAndKeepsItsBeginning() {
        Session.Charging session = charging();
        for (int pause = 1; pause <= 100; pause++) {
            session = session.suspend(START.plusSeconds(pause)).resume(START.plusSeconds(pause));
        }

        assertThat(session.history()).hasSizeLessThan(100);
        assertThat(session.history().getFirst()).isEqualTo(new StateChange(SessionState.CHARGING, START));
        assertThat(session.history().getLast().at()).isEqualTo(START.plusSeconds(100));
    }

    @Test
    void aSessionThatWaitedIsPromisedWhatItNeedsFromThenOn() {
        var request = new ChargeRequest("7", 8_000, START.plusSeconds(4 * 3600), 7_400);
        var queued = Session.queue(SessionTerms.waiting("s-1", request, START), START);

        Instant later = START.plusSeconds(2 * 3600);
        Session.Charging charging = queued.start(queued.terms().atConnector("3", later), later);

        assertThat(queued.terms().commitmentWatts()).isZero();
        assertThat(charging.terms().commitmentWatts()).isEqualTo(4_000);
        assertThat(charging.history())
                .extracting(StateChange::state)
                .containsExactly(SessionState.QUEUED, SessionState.CHARGING);
    }

    @Test
    void thePromiseIsTheEnergySpreadOverTheStay() {
        var order = new ChargeOrder("1", null, null, null);

        ChargeRequest request = order.from(START, START, SessionDefaults.STANDARD);

        assertThat(request.commitmentWatts(START)).isEqualTo(5_000);
        assertThat(request.departBy()).isEqualTo(START.plusSeconds(4 * 3600));
    }

    @Test
    void thePromiseIsAtMostWhatTheVehicleTakes() {
        var hurried = new ChargeRequest("1", 20_000, START.plusSeconds(60), 7_400);

        assertThat(hurried.commitmentWatts(START)).isEqualTo(7_400);
        assertThat(hurried.commitmentWatts(START.plusSeconds(61))).isEqualTo(7_400);
    }

    @Test
    void absurdRequestsAreRefused() {
        Instant later = START.plusSeconds(60);
        for (double absurd : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e12}) {
            assertThatThrownBy(() -> new ChargeRequest("1", absurd, later, 7_400))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ChargeRequest("1", 1_000, later, absurd))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ChargeRequest("", 1_000, later, 7_400))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Session.Charging charging() {
        var request = new ChargeRequest("7", 20_000, START.plusSeconds(4 * 3600), 7_400);
        return Session.start(new SessionTerms("s-1", "1", request, START, request.commitmentWatts(START)), START);
    }
}
