package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.plant.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A charge point with one connector. It obeys the highest claim that it has heard of, and of that the highest order; when
 * the lease of that ends by its own clock, it falls back. The vehicle there draws all that it may.
 */
final class SimulatedConnector extends Machine {
    private static final double MILLIS_AN_HOUR = 3_600_000;

    private final int position;
    private final Plant plant;
    private final World world;
    private List<OwnerProcess> processes = List.of();
    private long claim;
    private long number;
    /** Whether it has refused that order, and goes on with the one before. */
    private boolean isRefused;

    private double toldAmps;
    private long leaseEndMillis = Long.MIN_VALUE;
    private double registerWattHours;
    private long countedMillis;
    private final Map<String, Double> delivered = new HashMap<>();

    SimulatedConnector(String name, int position, Plant plant, World world) {
        super(name, world.scheduler());
        this.position = position;
        this.plant = plant;
        this.world = world;
    }

    void connect(List<OwnerProcess> owners) {
        processes = owners;
    }

    int position() {
        return position;
    }

    double allowedAmps() {
        return steadyMillis() < leaseEndMillis ? toldAmps : fallbackAmps();
    }

    double registerWattHours() {
        count();
        return registerWattHours;
    }

    /** A session that is over says that so much was delivered here. */
    void delivered(String sessionId, double wattHours) {
        delivered.put(sessionId, wattHours);
    }

    double deliveredWattHours() {
        return delivered.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Override
    void started() {
        after(scheduler().between(1, Times.METER_MILLIS), this::meter);
    }

    @Override
    void crashed() {}

    void receive(OwnerProcess from, long ofClaim, Order order) {
        boolean isSame = ofClaim == claim && order.number() == number;
        if (isSame) {
            answer(from, ofClaim, order, !isRefused);
        } else if (ofClaim < claim || (ofClaim == claim && order.number() < number)) {
            world.count(ofClaim < claim ? Happening.ORDER_FENCED : Happening.ORDER_OVERTAKEN);
        } else if (world.oracle().isTroubled() && scheduler().chance(1)) {
            world.count(Happening.ORDER_REFUSED);
            claim = ofClaim;
            number = order.number();
            isRefused = true;
            answer(from, ofClaim, order, false);
        } else {
            obey(ofClaim, order);
            answer(from, ofClaim, order, true);
        }
    }

    private void obey(long ofClaim, Order order) {
        count();
        world.count(Happening.ORDER_OBEYED);
        isRefused = false;
        claim = ofClaim;
        number = order.number();
        toldAmps = order.amps();
        leaseEndMillis = steadyMillis() + order.lease().toMillis();
        plant.changed();
        long end = leaseEndMillis;
        after(order.lease().toMillis() + 1, () -> leaseMayHaveEnded(end));
    }

    private void leaseMayHaveEnded(long end) {
        if (leaseEndMillis == end) {
            countUntilLeaseEnd();
            world.count(Happening.ORDER_RAN_OUT);
            plant.changed();
        }
    }

    private void answer(OwnerProcess to, long ofClaim, Order order, boolean isObeyed) {
        world.net().send(this, to, Net.Manner.CONTROL, () -> to.acknowledged(ofClaim, order, isObeyed));
    }

    private void meter() {
        double register = registerWattHours();
        double amps = allowedAmps();
        for (OwnerProcess process : processes) {
            world.net().send(this, process, Net.Manner.CONTROL, () -> process.metered(position, register, amps));
        }
        after(Times.METER_MILLIS, this::meter);
    }

    /** At the end of a lease: until now it was as told. */
    private void countUntilLeaseEnd() {
        add(toldAmps);
    }

    private void count() {
        add(allowedAmps());
    }

    private void add(double amps) {
        long now = scheduler().nowMillis();
        double watts = amps * plant.network().connectors().get(position).wattsPerAmp();
        registerWattHours += watts * (now - countedMillis) / MILLIS_AN_HOUR;
        countedMillis = now;
    }

    private double fallbackAmps() {
        return plant.network().connectors().get(position).fallbackAmps();
    }

    @Override
    public String toString() {
        return "%s %.0f A by order %d of %d%s"
                .formatted(name(), allowedAmps(), number, claim, steadyMillis() < leaseEndMillis ? "" : ", run out");
    }
}
