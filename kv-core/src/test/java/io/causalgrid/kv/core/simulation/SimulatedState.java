package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.state.PointIndex;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateBatch;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state in memory, with a durable copy in a {@link StateVault}, which is all that is left when the process ends. It
 * fails when it is told to, and complains when it is used against its contract. One thread.
 */
public final class SimulatedState implements ReplicaState {
    private final StateVault vault;
    private final Executor later;
    private final int stride;
    private final Flaw flaw;
    private StateImage image;
    private PointIndex points;
    private @Nullable SiteLog log;
    private boolean persisting;
    private boolean installing;
    private boolean failed;
    private final StateFaults faults = new StateFaults();
    private int installations;
    private int purged;

    /**
     * Opens what the vault has.
     *
     * @param start what to begin with if it has nothing
     * @param later runs what takes its time, one after the other
     * @param stride how many records lie between two points of the index at least
     */
    SimulatedState(StateVault vault, StateImage start, Executor later, int stride, Flaw flaw) {
        this.vault = vault;
        this.later = later;
        this.stride = stride;
        this.flaw = flaw;
        StateImage kept = vault.kept();
        this.image = kept == null ? start : kept;
        this.points = indexOf(image, stride);
    }

    /** Opens what the vault has, or begins with nothing. */
    public static SimulatedState open(StateVault vault, SiteId self, Executor later) {
        return new SimulatedState(vault, StateImage.empty(self), later, 1, Flaw.NONE);
    }

    /** From now on copies wait until that log has durably what they contain. */
    public void attach(SiteLog ofSite) {
        log = ofSite;
    }

    /** What it is to do wrong. */
    public StateFaults faults() {
        return faults;
    }

    /** How many snapshots have joined it since it was opened. */
    int installations() {
        return installations;
    }

    /** How many expired versions it has removed since it was opened. */
    int purged() {
        return purged;
    }

    /** All of it as it is now, for a snapshot. */
    StateImage image() {
        return new StateImage(image.registers(), image.point(), points.all(), points.gaps());
    }

    @Override
    public Register read(String key) {
        if (faults.failsRead()) {
            throw failure("a read was told to fail");
        }
        return image.registers().getOrDefault(key, Register.EMPTY);
    }

    @Override
    public <T> T view(Function<View, T> look) {
        return look.apply(new ImageView());
    }

    @Override
    public StatePoint point() {
        return image.point();
    }

    @Override
    public VersionVector shown() {
        return image.point().applied(); // one thread reads and commits
    }

    @Override
    public void commit(StateBatch batch) {
        requireWell();
        if (faults.failsCommit()) {
            failed = true;
            throw failure("a commit was told to fail");
        }
        if (!batch.changes().isEmpty() || batch.point().position() > point().position()) {
            put(batch);
        }
    }

    @Override
    public void recover() {
        if (faults.failsRecovery()) {
            throw failure("a recovery was told to fail");
        }
        failed = false;
        StateImage kept = vault.kept();
        if (kept != null) {
            image = kept;
            points = indexOf(image, stride);
        }
    }

    @Override
    public CompletionStage<Void> install(LogPoint after, String snapshot) {
        requireWell();
        installing = true;
        var installed = new CompletableFuture<Void>();
        whenDurable(after.position())
                .whenComplete((_, unable) -> later.execute(() -> {
                    installing = false;
                    StateImage received = vault.staged().get(snapshot);
                    if (unable != null || received == null || faults.failsCommit()) {
                        failed = true;
                        installed.completeExceptionally(failure("cannot install " + snapshot));
                    } else {
                        join(received, after);
                        installed.complete(null);
                    }
                }));
        return installed;
    }

    @Override
    public PointIndex points() {
        return points;
    }

    @Override
    public void dropPointsBefore(long position) {
        points.dropBefore(position);
    }

    @Override
    public void purge(Instant now, int versionsMax) {
        requireWell();
        StateBatch batch = begin();
        int left = versionsMax;
        for (Map.Entry<String, Register> entry : image.registers().entrySet()) {
            int expired = entry.getValue().versions().size()
                    - entry.getValue().visibleAt(now).versions().size();
            if (expired > 0 && expired <= left) {
                left -= expired;
                purged += expired;
                batch.expire(entry.getKey(), now);
            }
        }
        commit(batch);
    }

    @Override
    public long durablePosition() {
        if (flaw == Flaw.TRUNCATES_TOO_EARLY) {
            return point().position();
        }
        StateImage kept = vault.kept();
        return kept == null ? 0 : kept.point().position();
    }

    @Override
    public void persist() {
        StateImage copy = image();
        if (persisting || (vault.kept() != null && copy.point().position() == durablePosition())) {
            return;
        }
        persisting = true;
        whenDurable(copy.point().position())
                .whenComplete((_, unable) -> later.execute(() -> {
                    persisting = false;
                    if (unable == null && !installing && !failed) {
                        keep(copy);
                    }
                }));
    }

    /** The log it belongs to must have been made durable before. */
    @Override
    public void close() {
        if (!installing && !failed) {
            keep(image());
        }
    }

    private void keep(StateImage copy) {
        StateImage kept = vault.kept();
        if (kept != null && kept.point().position() > copy.point().position()) {
            return; // an installation was quicker
        }
        vault.keep(
                flaw == Flaw.PARTS_POSITION_FROM_DATA && kept != null
                        ? new StateImage(kept.registers(), copy.point(), copy.points(), copy.gaps())
                        : copy);
    }

    private void put(StateBatch batch) {
        SortedMap<String, Register> registers = new TreeMap<>(image.registers());
        batch.changes().forEach((key, change) -> {
            if (change.after().isEmpty()) {
                registers.remove(key);
            } else {
                registers.put(key, change.after());
            }
        });
        image = new StateImage(registers, batch.point(), image.points(), image.gaps());
        if (points.isDue(point().position())) {
            var _ = points.note(point().log());
        }
    }

    private void join(StateImage received, LogPoint after) {
        points.noteGap(after.position(), after.applied().beyond(point().applied()));
        image = flaw == Flaw.INSTALLS_WITHOUT_MERGING
                ? image.withData(received.registers(), after)
                : image.merge(received, after);
        var _ = points.note(after);
        vault.keep(image());
        installations++;
    }

    private CompletionStage<Void> whenDurable(long position) {
        return log == null ? CompletableFuture.completedStage(null) : log.whenDurable(position);
    }

    private void requireWell() {
        if (failed || installing) {
            throw new IllegalStateException(failed ? "recover() must come next" : "nothing may change meanwhile");
        }
    }

    private static PointIndex indexOf(StateImage image, int stride) {
        var index = new PointIndex(stride);
        image.points().forEach(index::note);
        image.gaps().forEach(index::noteGap);
        var _ = index.note(image.point().log());
        return index;
    }

    private static StateException failure(String message) {
        return new StateException(message, new IOException(message));
    }

    /** Nothing is committed while somebody looks: there is one thread. */
    private final class ImageView implements View {
        @Override
        public StatePoint point() {
            return SimulatedState.this.point();
        }

        @Override
        public Register read(String key) {
            return SimulatedState.this.read(key);
        }

        @Override
        public void walk(KeyRange range, Predicate<KeyedRegister> visitor) {
            if (faults.failsRead()) {
                throw failure("a read was told to fail");
            }
            String after = range.after();
            String from =
                    after == null || StateImage.KEY_ORDER.compare(after, range.prefix()) < 0 ? range.prefix() : after;
            for (Map.Entry<String, Register> entry :
                    image.registers().tailMap(from).entrySet()) {
                String key = entry.getKey();
                if (!key.startsWith(range.prefix())) {
                    return;
                }
                if (!key.equals(SYSTEM_KEY)
                        && !key.equals(after)
                        && !visitor.test(new KeyedRegister(key, entry.getValue()))) {
                    return;
                }
            }
        }
    }
}
