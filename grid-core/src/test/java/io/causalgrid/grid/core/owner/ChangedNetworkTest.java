package io.causalgrid.grid.core.owner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An owner's network is another one than its predecessor's. */
class ChangedNetworkTest {
    private final Rig rig = new Rig(true);

    @Test
    void aSessionIsAtTheConnectorOfItsNameWhereverThatIsNow() {
        String id = rig.charging("k");
        rig.pass(Duration.ofSeconds(1));
        rig.stored();
        assertThat(connector(rig, id)).isEqualTo("1");

        var successor = new Rig(true, rig.left(), Rig.network("9", "3", "1"));
        successor.pass(Duration.ofSeconds(1));

        assertThat(connector(successor, id)).isEqualTo("1");
        assertThat(successor.orders).extracting(Order::connector).containsOnly(2);
    }

    @Test
    void nobodyTakesOverWithoutAConnectorThatASessionHolds() {
        String id = rig.charging("k");

        assertThatThrownBy(() -> new Rig(true, rig.left(), Rig.network("2", "3")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connector 1")
                .hasMessageContaining(id);
    }

    @Test
    void norWithoutOneThatMayAllowSomeCurrentStill() {
        String id = rig.charging("k");
        rig.pass(Duration.ofSeconds(1));
        rig.stored();
        rig.stop(id);
        rig.stored();

        assertThatThrownBy(() -> new Rig(true, rig.left(), Rig.network("2", "3")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connector 1");
    }

    @Test
    void aReservationAtAConnectorThatHasGoneEnds() {
        rig.reserve("k", "first", true, Rig.ORDER);
        rig.stored();

        var successor = new Rig(true, rig.left(), Rig.network("2", "3"));

        assertThat(successor.owner.ledger().activeSessions()).isZero();
    }

    @Test
    void whatWasAtAConnectorThatHasGoneIsNoObstacle() {
        rig.stop(rig.charging("k"));
        rig.stored();

        var successor = new Rig(true, rig.left(), Rig.network("2", "3"));

        assertThat(connector(successor, successor.charging("other"))).isEqualTo("2");
    }

    @Test
    void connectorsThatWillGoAreNotGivenOutAnyMore() {
        String id = rig.charging("k");
        Network next = Rig.network("3", "4");

        assertThat(rig.owner.prepareFor(next))
                .hasValueSatisfying(why -> assertThat(why).contains("connector 1", id));
        assertThat(connector(rig, rig.charging("second"))).isEqualTo("3");
        rig.stop(id);
        rig.stored();

        assertThat(rig.owner.prepareFor(next)).isEmpty();
        assertThat(rig.owner.prepareFor(Rig.network("1", "3"))).isEmpty();
        assertThat(connector(rig, rig.charging("third"))).isEqualTo("1");
    }

    private static String connector(Rig of, String id) {
        return requireNonNull(of.owner.session(id)).terms().connector();
    }
}
