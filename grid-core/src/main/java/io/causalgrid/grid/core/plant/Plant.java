package io.causalgrid.grid.core.plant;

import io.causalgrid.grid.core.session.ChargeRequest;
import java.time.Instant;
import java.util.List;

/**
 * Whatever has a network's charge points: virtual ones, OCPP, a recording. It takes orders and says what has happened, both
 * without waiting: an order is answered by an event, sooner, later, or never. Who decides does not know which kind it is.
 * Connectors are positions in the network. Confined to its owner's thread.
 */
public interface Plant {
    /**
     * A session begins at a connector: charging is to begin there when an order allows it.
     *
     * @param deliveredWattHours what it has got already of what was requested
     */
    void begin(int connector, ChargeRequest request, double deliveredWattHours);

    /** The session at a connector has ended. */
    void end(int connector);

    /** Sends an order, as of the moment up to which was heard last. */
    void send(Order order);

    /** What is heard of all connectors up to a moment, in the order in which it happened, and was not heard before. */
    List<PlantEvent> hear(Instant until);
}
