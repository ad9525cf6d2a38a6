package io.causalgrid.grid.core.site;

import io.causalgrid.grid.core.allocation.Tariff;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.ZoneId;
import java.util.Map;

/**
 * A site as its file describes it.
 *
 * @param name for people; empty if it has none
 * @param network with its connectors
 * @param zone whose time of day its tariff means
 * @param sharing how power is divided
 * @param tariff what energy costs there
 * @param defaults of a session without wishes
 * @param ocpp which connector of which charge point each is, by its id; those without one are virtual
 */
public record Site(
        String name,
        Network network,
        ZoneId zone,
        Sharing sharing,
        Tariff tariff,
        SessionDefaults defaults,
        Map<String, OcppConnector> ocpp) {
    static final ZoneId UTC = ZoneId.of("UTC");

    public Site {
        ocpp = Map.copyOf(ocpp);
    }

    /** One that says nothing but what its network is. */
    public static Site of(Network network) {
        return new Site("", network, UTC, Sharing.ANY, Tariff.flat(0), SessionDefaults.STANDARD, Map.of());
    }
}
