package io.causalgrid.kv.core.simulation;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a site's disk holds apart from its log: the state's durable copy, and snapshots on their way in and out. Each
 * change is atomic and durable at once; when to make it, is for others to get right.
 */
public final class StateVault {
    private static final int SERVED_MAX = 3;

    private @Nullable StateImage kept;
    private @Nullable Download download;
    private final Map<String, StateImage> staged = new LinkedHashMap<>();
    private final Map<String, StateImage> served = new LinkedHashMap<>();

    @Nullable
    StateImage kept() {
        return kept;
    }

    void keep(StateImage image) {
        kept = image;
    }

    /** The snapshot that is being copied from a peer. */
    @Nullable
    Download download() {
        return download;
    }

    void download(@Nullable Download changed) {
        download = changed;
    }

    /** Puts a snapshot of another site's state aside for installation. */
    public void stage(String snapshot, SimulatedState other) {
        staged.put(snapshot, other.image());
    }

    /** The snapshots put aside for installation. */
    Map<String, StateImage> staged() {
        return staged;
    }

    @Nullable
    StateImage served(String snapshot) {
        return served.get(snapshot);
    }

    /** Keeps a snapshot for others to copy, and forgets the oldest if there are too many. */
    void serve(String snapshot, StateImage image) {
        served.put(snapshot, image);
        Iterator<String> oldest = served.keySet().iterator();
        while (served.size() > SERVED_MAX) {
            oldest.next();
            oldest.remove();
        }
    }

    void loseEverything() {
        kept = null;
        download = null;
        staged.clear();
        served.clear();
    }

    void restore(StateVault backup) {
        loseEverything();
        kept = backup.kept;
        download = backup.download;
        staged.putAll(backup.staged);
        served.putAll(backup.served);
    }
}
