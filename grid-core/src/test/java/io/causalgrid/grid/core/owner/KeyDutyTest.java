package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyDutyTest {
    private static final ChargeOrder ORDER = new ChargeOrder("v", null, null, null);

    private final KeyDuty duty = new KeyDuty("a", Duration.ofSeconds(1));

    @Test
    void whatAReplicaThatLagsBehindStillShowsIsNotWhatWasSaidLast() {
        KeyFinding replaced = ours(1, State.RESERVED);
        KeyFinding confirmed = ours(1, State.CONFIRMED);

        assertThat(duty.isOnlyReserved(List.of(replaced, confirmed))).isFalse();
        assertThat(duty.isOnlyReserved(List.of(confirmed, replaced))).isFalse();
        assertThat(duty.number(List.of(ours(1, State.ENDED), ours(2, State.RESERVED))))
                .isEqualTo(2);
        assertThat(duty.isOnlyReserved(List.of(ours(1, State.ENDED), ours(2, State.RESERVED))))
                .isTrue();
    }

    /** A confirmation that an owner of the other could write at a minority only comes to light when the network heals. */
    @Test
    void ofWhatAnotherSubstationSaysItsLastWordCounts() {
        KeyFinding fenced = theirs("b-00000001-00000007", State.CONFIRMED);
        KeyFinding last = theirs("b-00000002-00000001", State.CONFIRMED);

        for (var found : List.of(List.of(fenced, last), List.of(last, fenced))) {
            assertThat(duty.rival(found, ORDER, Instant.EPOCH)).contains(new Reply.Elsewhere(last.record()));
        }
    }

    private static KeyFinding theirs(String session, State state) {
        return new KeyFinding(
                new KeyRecord("k", "b", session, 1, state, ORDER, Duration.ofSeconds(30)), session + state);
    }

    private static KeyFinding ours(long number, State state) {
        var record = new KeyRecord("k", "a", "s-" + number, number, state, ORDER, Duration.ofSeconds(30));
        return new KeyFinding(record, number + "-" + state);
    }
}
