package io.causalgrid.benchmarks.command;

import io.causalgrid.benchmarks.report.Heading;

/** A measurement that is chosen by its number. */
public interface Chosen {
    /** What stands above its results. */
    Heading heading();
}
