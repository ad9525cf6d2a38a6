package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.PromiseFigures;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.util.List;
import java.util.Optional;

/**
 * One line of a report.
 *
 * @param run what the summary is of; nothing for a bound, or when it is not wanted any more
 * @param promises what was promised and kept; nothing for a bound, or where nobody was to be promised anything
 * @param clippings what kept sessions from what they asked for
 */
public record Result(Summary summary, Optional<Run> run, Optional<PromiseFigures> promises, List<Clipping> clippings) {
    public Result {
        clippings = List.copyOf(clippings);
    }

    /** The same without the run, which takes much room. */
    public Result withoutRun() {
        return new Result(summary, Optional.empty(), promises, clippings);
    }

    /** Whether vehicles were there and none got anything. */
    public boolean isNothing() {
        return !summary.isBound() && !(summary.energyDeliveredPercent() > 0);
    }
}
