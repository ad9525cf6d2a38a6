package io.causalgrid.grid.service.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.balancer.Flights.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
    private static final RouteOutcome DONE = new RouteOutcome.Routed("http://a", "a-1", "charging", 1);

    private final Flights flights = new Flights(2);

    @Test
    void whoComesMeanwhileWithTheSameKeyWaitsForTheSameOutcome() {
        var yours = (Turn.Yours) flights.begin(request("k", "1"));
        var theirs = (Turn.Theirs) flights.begin(request("k", "1"));

        flights.finish(request("k", "1"), yours.outcome(), DONE);

        assertThat(theirs.outcome()).isCompletedWithValue(DONE);
    }

    @Test
    void nothingIsRememberedOfAnOutcome() {
        var yours = (Turn.Yours) flights.begin(request("k", "1"));
        flights.finish(request("k", "1"), yours.outcome(), DONE);

        assertThat(flights.begin(request("k", "2"))).isInstanceOf(Turn.Yours.class);
    }

    @Test
    void anotherOrderWithAKeyThatIsUnderWayIsAMistake() {
        flights.begin(request("k", "1"));

        assertThat(flights.begin(request("k", "2"))).isEqualTo(new Turn.Reused());
    }

    @Test
    void thereIsABound() {
        for (String key : List.of("a", "b")) {
            flights.begin(request(key, "1"));
        }

        assertThat(flights.begin(request("c", "1"))).isEqualTo(new Turn.Full());
    }

    private static RouteRequest request(String key, String vehicle) {
        return new RouteRequest(key, false, new ChargeOrder(vehicle, null, null, null), "{}");
    }
}
