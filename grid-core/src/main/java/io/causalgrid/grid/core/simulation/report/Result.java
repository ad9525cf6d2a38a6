package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.util.List;
import java.util.Optional;

/**
 * One line of a report.
 *
 * @param run what the summary is of; nothing for a bound
 * @param clippings what kept sessions from what they asked for
 */
public record Result(Summary summary, Optional<Run> run, List<Clipping> clippings) {
    public Result {
        clippings = List.copyOf(clippings);
    }

    /** Whether vehicles were there and none got anything. */
    public boolean isNothing() {
        return run.isPresent() && !(summary.energyDeliveredPercent() > 0);
    }
}
