package io.causalgrid.grid.core.plant;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.session.ChargeRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Charge points that exist only here, with virtual vehicles that come and go with their sessions. Each order holds for as long as
 * its lease lasts; after that they fall back. Meters say something whenever time has passed. The same orders at the same times
 * give the same events.
 */
public final class VirtualPlant implements Plant {
    private final List<VirtualChargePoint> chargePoints = new ArrayList<>();
    private final Supplier<Manners> manners;
    private List<PlantEvent> unheard = new ArrayList<>();
    private Instant reached;

    /**
     * One without vehicles.
     *
     * @param manners asked for each session how its vehicle and its charge point behave
     */
    public VirtualPlant(Network network, Instant start, Supplier<Manners> manners) {
        this.manners = manners;
        this.reached = start;
        for (int i = 0; i < network.connectors().size(); i++) {
            chargePoints.add(new VirtualChargePoint(i, network.connectors().get(i)));
        }
    }

    /** One whose vehicles and charge points all do as they should. */
    public VirtualPlant(Network network, Instant start) {
        this(network, start, () -> Manners.GOOD);
    }

    @Override
    public void begin(int connector, ChargeRequest request, double deliveredWattHours) {
        chargePoints.get(connector).begin(request, deliveredWattHours, manners.get(), reached);
    }

    @Override
    public void end(int connector) {
        chargePoints.get(connector).end();
    }

    @Override
    public void send(Order order) {
        chargePoints.get(order.connector()).receive(order, reached, unheard);
    }

    @Override
    public List<PlantEvent> hear(Instant until) {
        if (until.isAfter(reached)) {
            for (VirtualChargePoint chargePoint : chargePoints) {
                chargePoint.advance(reached, until, unheard);
            }
            reached = until;
        }
        List<PlantEvent> heard = unheard;
        unheard = new ArrayList<>();
        return heard;
    }

    /** What a connector really draws, whatever is heard of it. */
    public double drawnAmps(int connector) {
        return chargePoints.get(connector).drawnAmps(reached);
    }
}
