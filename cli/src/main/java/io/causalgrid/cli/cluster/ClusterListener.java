package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.ProcessSpec;
import java.time.Duration;
import java.util.Set;

/** Hears what a cluster does while its caller waits; called on the caller's thread. */
public interface ClusterListener {

    /** Hears nothing. */
    ClusterListener SILENT = new ClusterListener() {};

    /** Another command is changing the same cluster, and this one waits for it. */
    default void waitingForAnotherCommand() {}

    /** The services of a new build are run once, so that from then on they start faster. */
    default void training() {}

    /** That did not work, for this reason; they start as slowly as before. */
    default void notTrained(String why) {}

    /** The process has been started, or is running already. */
    default void running(ProcessSpec spec, boolean startedNow) {}

    /** The process can serve, this long after waiting began. */
    default void ready(ProcessSpec spec, Duration waited) {}

    /** These are still awaited; called several times a second. */
    default void awaiting(Set<String> names, Duration waited) {}

    /** The process did not end in time when asked to, and has been killed. */
    default void killed(ProcessSpec spec) {}
}
