package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.Phases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aBusGivesItsLimitOrWhatItsConnectorsTake() {
        assertThat(Capacity.watts(bus(100, LimitProfile.constant(50_000)), NOW)).isCloseTo(50_000, offset(0.1));
        assertThat(Capacity.watts(bus(2, LimitProfile.constant(50_000)), NOW)).isCloseTo(2 * 7_360, offset(0.1));
    }

    @Test
    void itIsThatOfTheTime() {
        var profile = new LimitProfile(50_000, new TreeMap<>(Map.of(NOW.plusSeconds(1), 20_000.0)));

        assertThat(Capacity.watts(bus(100, profile), NOW)).isCloseTo(50_000, offset(0.1));
        assertThat(Capacity.watts(bus(100, profile), NOW.plusSeconds(1))).isCloseTo(20_000, offset(0.1));
    }

    /** Shared fairly the two would have 6.7 kW together. */
    @Test
    void itIsTheMostNotTheFairest() {
        Map<String, Object> threePhase = Map.of("id", "a", "node", "main", "phases", "ABC", "volts", 400);
        Map<String, Object> onePhase = Map.of("id", "b", "node", "main", "phases", "A", "volts", 230);
        Network network = NetworkReader.read(
                Map.of(
                        "nodes", List.of(Map.of("id", "main", "limits", List.of(Map.of("amps", 16, "on", "lines")))),
                        "connectors", List.of(threePhase, onePhase)),
                NetworkReader.Choices.DEFAULT);

        assertThat(Capacity.watts(network, NOW)).isCloseTo(16 * 400 * Math.sqrt(3), offset(20.0));
    }

    @Test
    void aLargeNetworkTakesNoLonger() {
        assertThat(Capacity.watts(bus(20_000, LimitProfile.constant(5e6)), NOW)).isCloseTo(5e6, offset(1.0));
    }

    private static Network bus(int count, LimitProfile limit) {
        List<Connector> connectors = IntStream.range(0, count)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 230, new Currents.Continuous(6, 32)))
                .toList();
        return Network.singleBus(connectors, limit);
    }
}
