package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.owner.OwnerSettings;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.util.ArrayList;
import java.util.List;

/** A substation, and the processes that may own it. */
final class Substation {
    private final String id;
    private final Plant plant;
    private final OwnerSettings settings;
    private final List<OwnerProcess> processes = new ArrayList<>();

    Substation(String id, List<StoreSite> sites, World world) {
        this.id = id;
        this.plant = new Plant(id, world);
        this.settings = settings(world);
        int candidates = (int) world.scheduler().between(1, 3);
        for (int i = 0; i < candidates; i++) {
            processes.add(new OwnerProcess(id + "p" + i, this, sites, world));
        }
        plant.connectors().forEach(connector -> connector.connect(processes));
    }

    private OwnerSettings settings(World world) {
        long reservation =
                switch (world.flaw()) {
                    case RESERVATIONS_NEVER_EXPIRE -> 86_400_000;
                    case CONFIRMATION_TOO_LATE -> 5 * Times.RESERVATION_MILLIS;
                    default -> Times.RESERVATION_MILLIS;
                };
        int queueMax = world.scheduler().chance(50) ? 0 : 2;
        return new OwnerSettings(
                id,
                new LedgerLimits(queueMax, Times.of(reservation), 1_000, Times.of(3_600_000), 1_000),
                SessionDefaults.STANDARD,
                Times.allocator(),
                true,
                new OwnerSettings.Times(
                        Times.of(Times.PATIENCE_MILLIS),
                        Times.of(1_000),
                        Times.of(200),
                        Times.of(Times.TICK_MILLIS),
                        Times.of(Times.SKEW_MILLIS)),
                (int) world.scheduler().between(2, 20));
    }

    String id() {
        return id;
    }

    Plant plant() {
        return plant;
    }

    OwnerSettings settings() {
        return settings;
    }

    List<OwnerProcess> processes() {
        return processes;
    }
}
