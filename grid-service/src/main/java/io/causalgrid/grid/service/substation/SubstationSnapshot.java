package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Instant;
import java.util.NavigableMap;

/**
 * All that can be read of a substation, at one instant.
 *
 * @param sessions by id, the ended ones still remembered included; never changed
 * @param deliveredWattHours over all sessions since it started; never decreases
 * @param tickedAt when its thread last ran, by the wall's clock
 */
record SubstationSnapshot(
        LoadReport load, NavigableMap<String, SessionView> sessions, double deliveredWattHours, Instant tickedAt) {}
