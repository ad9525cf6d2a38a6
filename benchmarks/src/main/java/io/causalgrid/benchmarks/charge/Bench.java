package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.report.Recorder;
import java.nio.file.Path;

/**
 * What every measurement needs.
 *
 * @param root the repository, with the services built
 * @param workplace where all runs, and leaves nothing
 * @param plan how much is measured
 * @param recorder gets the values
 * @param progress for people who wait
 */
record Bench(Path root, Workplace workplace, Plan plan, Recorder recorder, Progress progress) {
    /** Where something of that name has its data. */
    Path directory(String name) {
        return workplace.directory().resolve(name);
    }
}
