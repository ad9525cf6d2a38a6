package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.Phasor;
import io.causalgrid.grid.core.network.Row;
import io.causalgrid.grid.core.network.Share;
import io.causalgrid.grid.core.network.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The charge points of a substation and their network: a bus whose limit binds, and a line to the first two of them. */
final class Plant {
    private static final double VOLTS = 230;
    private static final double MAX_AMPS = 16;
    private static final double MIN_AMPS = 6;

    private final String substation;
    private final World world;
    private final Network network;
    private final List<SimulatedConnector> connectors = new ArrayList<>();

    Plant(String substation, World world) {
        this.substation = substation;
        this.world = world;
        this.network = network(world.scheduler());
        for (int i = 0; i < network.connectors().size(); i++) {
            connectors.add(new SimulatedConnector(substation + "c" + i, i, this, world));
        }
    }

    private static Network network(Scheduler scheduler) {
        int count = (int) scheduler.between(2, 4);
        boolean fallsBack = scheduler.chance(40);
        List<Connector> connectors = new ArrayList<>();
        Map<String, Phasor> bus = new HashMap<>();
        Map<String, Phasor> line = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String id = "c" + i;
            double fallback = fallsBack && i < 2 ? MIN_AMPS : 0;
            connectors.add(new Connector(id, Phases.A, VOLTS, Currents.steps(MIN_AMPS, MAX_AMPS, 1), fallback));
            bus.put(id, Phasor.real(VOLTS));
            if (i < 2) {
                line.put(id, Phasor.real(VOLTS));
            }
        }
        double busAmps = scheduler.between(14, (long) (count * MAX_AMPS * 0.8));
        double lineAmps = scheduler.between(13, 28);
        return Network.of(
                connectors,
                List.of(
                        new Row(new Limit("bus", Unit.WATTS, LimitProfile.constant(busAmps * VOLTS)), bus),
                        new Row(new Limit("line", Unit.WATTS, LimitProfile.constant(lineAmps * VOLTS)), line)));
    }

    String substation() {
        return substation;
    }

    Network network() {
        return network;
    }

    List<SimulatedConnector> connectors() {
        return connectors;
    }

    /** What charge points may draw has changed: whether all limits are kept, whoever ordered it. */
    void changed() {
        var bounds = network.limits(Instant.EPOCH, Duration.ZERO);
        double[] loads = new double[bounds.count()];
        for (SimulatedConnector connector : connectors) {
            double amps = connector.allowedAmps();
            for (Share share : network.shares(connector.position())) {
                loads[share.limit()] += share.re() * amps;
            }
        }
        for (int limit = 0; limit < loads.length; limit++) {
            if (bounds.isViolated(limit, loads[limit])) {
                world.oracle()
                        .violated("%s: %.0f W at %s, whose limit is %.0f W: %s"
                                .formatted(
                                        substation,
                                        loads[limit],
                                        network.limits().get(limit).id(),
                                        bounds.bound(limit),
                                        connectors));
            }
        }
    }
}
