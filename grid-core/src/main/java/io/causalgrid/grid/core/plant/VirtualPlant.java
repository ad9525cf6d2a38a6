package io.causalgrid.grid.core.plant;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.VirtualVehicle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charge points that exist only here, with virtual vehicles. They obey at once, each order for as long as its lease lasts;
 * after that they fall back. Confined to one thread.
 */
public final class VirtualPlant {
    /** A charge point, and the vehicle at it if there is one. */
    private static final class Socket {
        @Nullable
        VirtualVehicle vehicle;

        Instant leaves = Instant.MIN;
        double toldAmps;
        Instant leaseEnd = Instant.MIN;
        long order;
    }

    /**
     * What a meter says.
     *
     * @param connector its position in the network
     * @param wattHours drawn since it said something last
     * @param amps drawn now
     */
    public record Reading(int connector, double wattHours, double amps) {}

    private final Network network;
    private final List<Socket> sockets = new ArrayList<>();
    private Instant reached;

    /** One without vehicles. */
    public VirtualPlant(Network network, Instant start) {
        this.network = network;
        this.reached = start;
        network.connectors().forEach(_ -> sockets.add(new Socket()));
    }

    /**
     * The position of a connector.
     *
     * @throws java.util.NoSuchElementException if it is not there
     */
    public int connector(String id) {
        return network.connector(id).orElseThrow();
    }

    /**
     * A vehicle is at a connector.
     *
     * @param deliveredWattHours what it has got already of what was requested
     */
    public void plug(int connector, ChargeRequest request, double deliveredWattHours) {
        Socket socket = sockets.get(connector);
        socket.vehicle = VirtualVehicle.needing(request, deliveredWattHours);
        socket.leaves = request.departBy();
    }

    /** The vehicle at a connector has gone. */
    public void unplug(int connector) {
        sockets.get(connector).vehicle = null;
    }

    /** Takes an order; not one that a later order has overtaken. */
    public boolean obey(Order order) {
        Socket socket = sockets.get(order.connector());
        if (order.number() <= socket.order) {
            return false;
        }
        socket.order = order.number();
        socket.toldAmps = order.amps();
        socket.leaseEnd = reached.plus(order.lease());
        return true;
    }

    /** Lets time pass; what the meters of connectors with vehicles say then. */
    public List<Reading> advance(Instant until) {
        List<Reading> readings = new ArrayList<>();
        for (int connector = 0; connector < sockets.size(); connector++) {
            Socket socket = sockets.get(connector);
            VirtualVehicle vehicle = socket.vehicle;
            if (vehicle != null) {
                readings.add(charge(connector, socket, vehicle, until));
            }
        }
        reached = until.isAfter(reached) ? until : reached;
        return readings;
    }

    private Reading charge(int position, Socket socket, VirtualVehicle before, Instant until) {
        Connector connector = network.connectors().get(position);
        Instant stop = earlier(until, socket.leaves);
        Instant change = earlier(stop, socket.leaseEnd);
        VirtualVehicle told = before.charge(socket.toldAmps * connector.wattsPerAmp(), between(reached, change));
        Instant since = change.isAfter(reached) ? change : reached;
        VirtualVehicle after = told.charge(connector.fallbackAmps() * connector.wattsPerAmp(), between(since, stop));
        socket.vehicle = after;
        double accepts = after.acceptsWatts() / connector.wattsPerAmp();
        double allowed = until.isBefore(socket.leaseEnd) ? socket.toldAmps : connector.fallbackAmps();
        double energy = Math.max(0, after.chargeWattHours() - before.chargeWattHours());
        return new Reading(position, energy, Math.min(allowed, accepts));
    }

    private static Duration between(Instant from, Instant until) {
        return from.isBefore(until) ? Duration.between(from, until) : Duration.ZERO;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
