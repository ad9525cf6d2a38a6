package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.service.config.GridConfig;
import java.util.List;
import java.util.stream.IntStream;

/** The network of a substation that is configured by its power and a number of connectors alone. */
final class SingleBus {
    /** IEC 60038: between line and neutral. */
    private static final double VOLTS = 230;
    /** IEC 61851-1: the least current a charge point can offer. */
    private static final double MINIMUM_AMPS = 6;

    private static final Currents CURRENTS =
            new Currents.Continuous(MINIMUM_AMPS, ChargeRequest.MAX_POWER_WATTS_MAX / VOLTS);

    private static final double WATTS_A_KILOWATT = 1_000;

    private SingleBus() {}

    /** As a site that says nothing else. */
    static Site site(GridConfig.SubstationConfig config) {
        List<Connector> connectors = IntStream.rangeClosed(1, config.connectors())
                .mapToObj(number -> new Connector(Integer.toString(number), Phases.A, VOLTS, CURRENTS))
                .toList();
        return Site.of(Network.singleBus(connectors, LimitProfile.constant(config.limitKw() * WATTS_A_KILOWATT)));
    }
}
