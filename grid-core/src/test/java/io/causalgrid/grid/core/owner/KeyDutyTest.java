package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyDutyTest {
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

    private static KeyFinding ours(long number, State state) {
        var order = new ChargeOrder("v", null, null, null);
        var record = new KeyRecord("k", "a", "s-" + number, number, state, order, Duration.ofSeconds(30));
        return new KeyFinding(record, number + "-" + state);
    }
}
