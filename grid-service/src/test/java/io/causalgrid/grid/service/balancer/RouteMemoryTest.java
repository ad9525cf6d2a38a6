package io.causalgrid.grid.service.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.balancer.RouteMemory.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteMemoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final RouteOutcome DONE = new RouteOutcome.Routed("http://s1", 1);

    private final RouteMemory memory = new RouteMemory(2, Duration.ofMinutes(1));

    @Test
    void whoComesSecondWaitsForTheFirst() {
        var mine = (Turn.Yours) memory.begin(request("k", 1), NOW);
        var theirs = (Turn.Theirs) memory.begin(request("k", 1), NOW);
        assertThat(theirs.outcome()).isNotDone();

        memory.finish(request("k", 1), mine.outcome(), DONE);

        assertThat(theirs.outcome()).isCompletedWithValue(DONE);
        assertThat(memory.begin(request("k", 2), NOW)).isEqualTo(new Turn.Reused());
    }

    @Test
    void aRefusalMayBeAskedForAgain() {
        var mine = (Turn.Yours) memory.begin(request("k", 1), NOW);

        memory.finish(request("k", 1), mine.outcome(), new RouteOutcome.NotPlaced(List.of(), false));

        assertThat(memory.begin(request("k", 1), NOW)).isInstanceOf(Turn.Yours.class);
    }

    @Test
    void answersAreForgottenToMakeRoomButRequestsUnderWayAreNot() {
        var first = (Turn.Yours) memory.begin(request("a", 1), NOW);
        memory.begin(request("b", 1), NOW);
        assertThat(memory.begin(request("c", 1), NOW)).isEqualTo(new Turn.Full());

        memory.finish(request("a", 1), first.outcome(), DONE);

        assertThat(memory.begin(request("c", 1), NOW)).isInstanceOf(Turn.Yours.class);
        assertThat(memory.begin(request("b", 1), NOW)).isInstanceOf(Turn.Theirs.class);
    }

    @Test
    void answersAreForgottenWhenOld() {
        var first = (Turn.Yours) memory.begin(request("a", 1), NOW);
        memory.finish(request("a", 1), first.outcome(), DONE);

        assertThat(memory.begin(request("a", 2), NOW.plusSeconds(61))).isInstanceOf(Turn.Yours.class);
    }

    private static RouteRequest request(String key, int vehicle) {
        return new RouteRequest(key, true, new ChargeOrder(Integer.toString(vehicle), null, null, null), "{}");
    }
}
