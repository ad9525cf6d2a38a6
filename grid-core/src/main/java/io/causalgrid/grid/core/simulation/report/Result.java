package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Summary;
import java.util.Optional;

/**
 * One line of a report.
 *
 * @param run what the summary is of; nothing for a bound
 */
public record Result(Summary summary, Optional<Run> run) {}
