package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.simulation.Conduct;
import io.causalgrid.grid.core.simulation.Knowledge;
import io.causalgrid.grid.core.simulation.RecordedSession;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/** How vehicles behave, and what policies know of them. */
final class ConductOptions {
    @Option(
            names = "--realistic",
            description =
                    "Policies know of a vehicle what it asked for and what its meter says, as in the service; not what"
                            + " it takes and when it will have enough. Best with steps of a minute.")
    private boolean realistic;

    @Option(names = "--no-meters", description = "Policies know what vehicles asked for, and nothing else.")
    private boolean noMeters;

    @Option(
            names = "--misbehaving",
            paramLabel = "SHARE",
            description = "Share of the vehicles, 0 to 1, that take half of the power they say, or are full early, or"
                    + " take nothing at first (default: 0).")
    private double misbehaving;

    /** @throws SimulationException when an option is out of its range */
    void requireSensible() {
        if (!(misbehaving >= 0 && misbehaving <= 1)) {
            throw new SimulationException("--misbehaving must be from 0 to 1");
        }
        if (realistic && noMeters) {
            throw new SimulationException("--realistic is with meters: leave it or --no-meters out");
        }
    }

    Conduct conduct(List<RecordedSession> sessions, RandomGenerator random) {
        return Conduct.of(knowledge(), sessions, misbehaving, random);
    }

    /** Adds all of them by name. */
    void addTo(Map<String, Object> settings) {
        settings.put("knowledge", knowledge().name().toLowerCase(Locale.ROOT));
        settings.put("misbehaving", misbehaving);
    }

    private Knowledge knowledge() {
        if (realistic) {
            return Knowledge.METERS;
        }
        return noMeters ? Knowledge.WISHES : Knowledge.EXACT;
    }
}
