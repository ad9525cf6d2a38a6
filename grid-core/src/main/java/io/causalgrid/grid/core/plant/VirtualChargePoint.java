package io.causalgrid.grid.core.plant;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.VirtualVehicle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A charge point with one connector, and the vehicle at it if there is one. Confined to one thread. */
final class VirtualChargePoint {
    /** An order that is heard and not obeyed yet. */
    private record Late(Order order, Instant at) {}

    private final int position;
    private final Connector connector;
    private Manners manners = Manners.GOOD;
    private @Nullable VirtualVehicle vehicle;
    private Instant arrived = Instant.MIN;
    private Instant awake = Instant.MIN;
    private Instant leaves = Instant.MIN;
    private long heard;
    private double toldAmps;
    private Instant leaseEnd = Instant.MIN;
    private final Deque<Late> late = new ArrayDeque<>();
    private boolean hasBegun;
    private double unsaidWattHours;

    VirtualChargePoint(int position, Connector connector) {
        this.position = position;
        this.connector = connector;
    }

    void begin(ChargeRequest request, double deliveredWattHours, Manners behaving, Instant now) {
        manners = behaving;
        vehicle = vehicle(request, deliveredWattHours, behaving.vehicle());
        arrived = now;
        leaves = request.departBy();
        awake = behaving.vehicle().awake(now, leaves);
        hasBegun = allowedAmps(now) > 0;
        unsaidWattHours = 0;
    }

    private static VirtualVehicle vehicle(ChargeRequest request, double deliveredWattHours, Habit habit) {
        VirtualVehicle wished = VirtualVehicle.needing(request, deliveredWattHours);
        double missed = request.energyWattHours() - habit.goal(request.energyWattHours());
        double capacity = missed > 0
                ? VirtualVehicle.needing(request, request.energyWattHours() - missed)
                        .chargeWattHours()
                : wished.capacityWattHours();
        return new VirtualVehicle(
                capacity, Math.min(capacity, wished.chargeWattHours()), habit.most(wished.maxPowerWatts()));
    }

    void end() {
        vehicle = null;
        manners = Manners.GOOD;
    }

    /** An order arrives, if it does; one that a later order has overtaken is not answered. */
    void receive(Order order, Instant now, List<PlantEvent> said) {
        if (order.number() <= heard || !isLinked(now)) {
            return;
        }
        heard = order.number();
        if (manners.chargePoint().refuses(order)) {
            said.add(new PlantEvent.Refused(position, order.number()));
            return;
        }
        Duration delay = manners.chargePoint().delay();
        if (delay.isPositive() || !late.isEmpty()) {
            late.add(new Late(order, now.plus(delay)));
        } else {
            obey(order, now, said);
        }
    }

    private void obey(Order order, Instant now, List<PlantEvent> said) {
        toldAmps = order.amps();
        leaseEnd = now.plus(order.lease());
        hasBegun |= toldAmps > 0;
        said.add(new PlantEvent.Confirmed(position, order.number()));
    }

    /** Charges, and says what there is to say, as long as it is heard. */
    void advance(Instant from, Instant until, List<PlantEvent> said) {
        Instant at = from;
        while (!late.isEmpty() && !late.getFirst().at().isAfter(until)) {
            Late next = late.removeFirst();
            charge(at, next.at());
            at = next.at();
            obey(next.order(), at, said);
        }
        charge(at, until);
        if (vehicle != null && isLinked(until)) {
            said.add(new PlantEvent.Metered(position, unsaidWattHours, drawnAmps(until)));
            unsaidWattHours = 0;
        }
    }

    private void charge(Instant from, Instant until) {
        Instant at = from;
        while (vehicle != null && at.isBefore(until)) {
            Instant next = earliestAfter(at, until);
            VirtualVehicle before = vehicle;
            VirtualVehicle after = before.charge(letsAmps(at) * connector.wattsPerAmp(), Duration.between(at, next));
            unsaidWattHours += Math.max(0, after.chargeWattHours() - before.chargeWattHours());
            vehicle = after;
            at = next;
        }
    }

    /** The next time at which what the vehicle may draw is something else. */
    private Instant earliestAfter(Instant at, Instant until) {
        Instant next = until;
        for (Instant change : List.of(awake, leaseEnd, leaves)) {
            next = change.isAfter(at) && change.isBefore(next) ? change : next;
        }
        return next;
    }

    double drawnAmps(Instant now) {
        return vehicle == null ? 0 : Math.min(letsAmps(now), vehicle.acceptsWatts() / connector.wattsPerAmp());
    }

    private double letsAmps(Instant now) {
        boolean draws = !now.isBefore(awake) && now.isBefore(leaves);
        return draws ? manners.chargePoint().letsAmps(allowedAmps(now), connector.maxAmps(), hasBegun) : 0;
    }

    private double allowedAmps(Instant now) {
        return now.isBefore(leaseEnd) ? toldAmps : connector.fallbackAmps();
    }

    private boolean isLinked(Instant now) {
        return vehicle == null || manners.chargePoint().isLinked(Duration.between(arrived, now));
    }
}
