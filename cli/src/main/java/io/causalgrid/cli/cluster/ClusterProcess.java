package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.LogFile;
import io.causalgrid.cli.process.ProcessSpec;
import java.net.URI;
import java.util.OptionalLong;

/**
 * A process of the cluster as it was when asked for.
 *
 * @param spec how it is started
 * @param pid its number while it runs
 */
public record ClusterProcess(ProcessSpec spec, OptionalLong pid) {

    public String name() {
        return spec.name();
    }

    /** Where it listens when it runs. */
    public URI url() {
        return spec.url();
    }

    public boolean isRunning() {
        return pid.isPresent();
    }

    public LogFile log() {
        return new LogFile(spec.logFile());
    }
}
