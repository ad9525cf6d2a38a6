package io.causalgrid.grid.core.site;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * A site as its file describes it.
 *
 * @param name for people; empty if it has none
 * @param network with its connectors
 * @param zone whose time of day its tariff and limits mean
 * @param sharing how power is divided
 * @param prices of a kilowatt-hour there
 * @param carbon in grams of carbon dioxide a kilowatt-hour from the grid; empty if nothing is known of it
 * @param defaults of a session without wishes
 * @param ocpp which connector of which charge point each is, by its id; those without one are virtual
 */
public record Site(
        String name,
        Network network,
        ZoneId zone,
        Sharing sharing,
        Course prices,
        Optional<Course> carbon,
        SessionDefaults defaults,
        Map<String, OcppConnector> ocpp) {
    static final ZoneId UTC = ZoneId.of("UTC");

    public Site {
        ocpp = Map.copyOf(ocpp);
    }

    /** One that says nothing but what its network is. */
    public static Site of(Network network) {
        return new Site(
                "",
                network,
                UTC,
                Sharing.ANY,
                Course.constant(0),
                Optional.empty(),
                SessionDefaults.STANDARD,
                Map.of());
    }
}
