package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterListener;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Tells the person at the keyboard what a cluster is doing while they wait. */
record ProgressShown(Terminal terminal) implements ClusterListener {

    @Override
    public void waitingForAnotherCommand() {
        terminal.note("Another ./causalgrid is changing this cluster; waiting for it");
    }

    @Override
    public void training() {
        terminal.note("Running each service of this build once, so that from now on it starts faster");
    }

    @Override
    public void notTrained(String why) {
        terminal.note("  That failed, and starts stay slow: " + why);
    }

    @Override
    public void running(ProcessSpec spec, boolean startedNow) {
        if (!startedNow) {
            terminal.note("  " + spec.name() + " is running already");
        }
    }

    @Override
    public void ready(ProcessSpec spec, Duration waited) {
        terminal.note(String.format(Locale.ROOT, "  %-12s ready  %5.1f s", spec.name(), waited.toMillis() / 1000.0));
    }

    @Override
    public void awaiting(Set<String> names, Duration waited) {
        terminal.progress("  waiting for " + String.join(", ", new TreeSet<>(names)), waited);
    }

    @Override
    public void killed(ProcessSpec spec) {
        terminal.note("  " + spec.name() + " did not end when asked to, and is killed");
    }
}
