package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What survives a site's process: its disk. Small facts are kept as names of empty files. */
final class Machine {
    /** Somebody has put back an old disk, or the log is not to be trusted: a new incarnation is due. */
    static final String RENEW = "renew";

    /** The process was not ended in good order. */
    static final String RUNNING = "running";

    private static final String IDENTITY = "identity-";

    private final SimulatedDisk disk = new SimulatedDisk();
    private final StateVault vault = new StateVault();

    SimulatedDisk disk() {
        return disk;
    }

    StateVault vault() {
        return vault;
    }

    void crash(Random random) {
        disk.crash(random);
    }

    void loseEverything() {
        disk.loseEverything();
        vault.loseEverything();
    }

    /** The log is gone, the state is not. */
    void loseLog() {
        namesOfLog(disk).forEach(disk::remove);
    }

    Machine copy() {
        var copy = new Machine();
        copy.restore(this);
        return copy;
    }

    void restore(Machine backup) {
        disk.restore(backup.disk);
        vault.restore(backup.vault);
    }

    /** Whether there are files of a log, or were when something was written last. */
    boolean hasLog() {
        return !namesOfLog(disk).isEmpty();
    }

    boolean has(String fact) {
        return disk.names().contains(fact);
    }

    void note(String fact) throws IOException {
        if (!has(fact)) {
            disk.create(fact).close();
            disk.syncNames();
        }
    }

    void forget(String fact) throws IOException {
        disk.delete(fact);
        disk.syncNames();
    }

    /** The first incarnation, which is noted if there is none. */
    String identity(String incarnation) throws IOException {
        for (String name : disk.names()) {
            if (name.startsWith(IDENTITY)) {
                return name.substring(IDENTITY.length());
            }
        }
        note(IDENTITY + incarnation);
        return incarnation;
    }

    private static List<String> namesOfLog(Disk disk) {
        try {
            return disk.names().stream().filter(name -> name.endsWith(".log")).toList();
        } catch (IOException e) {
            throw new AssertionError("names do not fail here", e);
        }
    }
}
