package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.Requests;
import io.causalgrid.benchmarks.load.Wrk;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What every measurement needs.
 *
 * @param root the repository, with the services built
 * @param workplace where all runs, and leaves nothing
 * @param progress for people who wait
 */
record Bench(Path root, Workplace workplace, Progress progress) {
    /** How many requests a second are answered to 64 clients. */
    double perSecond(Requests requests, Duration time) {
        return wrk().perSecond(requests, Store.CLIENTS, time);
    }

    Wrk wrk() {
        return new Wrk(root.resolve("benchmarks"));
    }
}
