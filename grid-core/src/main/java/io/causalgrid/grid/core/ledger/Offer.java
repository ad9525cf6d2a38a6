package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.SessionDefaults;
import java.util.List;

/**
 * What a substation has for vehicles.
 *
 * @param connectors by their ids, in the order in which they are given out
 * @param defaults of a session without wishes
 */
public record Offer(List<String> connectors, SessionDefaults defaults) {
    public Offer {
        connectors = List.copyOf(connectors);
    }
}
