package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.PortHolder;
import io.causalgrid.cli.process.ProcessSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds out before anything is started that a port is not to be had, and tells what to do about it. */
final class PortCheck {

    private PortCheck() {}

    /** Refuses processes of which two would listen at the same port. */
    static void refuseShared(List<ProcessSpec> specs) {
        Map<Integer, String> taken = new HashMap<>();
        for (ProcessSpec spec : specs) {
            String other = taken.put(spec.port(), spec.name());
            if (other != null) {
                throw new ClusterException("%s and %s cannot both listen at port %d; choose another with %s"
                        .formatted(other, spec.name(), spec.port(), Ports.optionFor(spec.role())));
            }
        }
    }

    /** Refuses to start processes whose ports are taken, and says by whom, for all of them at once. */
    static void refuseInUse(List<ProcessSpec> specs) {
        String taken = specs.stream()
                .filter(spec -> !PortHolder.isFree(spec.port()))
                .map(PortCheck::inUse)
                .collect(Collectors.joining("\n"));
        if (!taken.isEmpty()) {
            throw new ClusterException(taken + "\nNothing was started.");
        }
    }

    private static String inUse(ProcessSpec spec) {
        String holder = PortHolder.of(spec.port())
                .map(found -> "process %d: %s".formatted(found.pid(), found.command()))
                .orElse("an unknown process (another user's, or outside this container)");
        return "Port %d, wanted for %s, is in use by %s\n  Stop that process, or choose another port with %s"
                .formatted(spec.port(), spec.name(), holder, Ports.optionFor(spec.role()));
    }
}
