package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.PointIndex;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateBatch;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The state in RocksDB, without RocksDB's own log: the site's log is the log. A batch goes into the buffer whole, with
 * its point; a flush makes a prefix of the batches durable; after a crash the site folds its log again from there.
 *
 * <p>Three kinds of threads meet here. The owner commits. Readers read, and never see a generation closed. One thread of
 * this class flushes, copies, and installs snapshots. After a write or a flush has failed the state {@link #isBroken},
 * still serves reads, and takes commits again after {@link #recover}.
 */
public final class RocksState implements ReplicaState {
    private static final Logger LOG = Logger.getLogger(RocksState.class);

    private final Path incoming;
    private final Engine engine;
    private final Generations generations;
    private final LiveGeneration live;
    private final Flusher flusher;
    private final RecentRegisters recent = new RecentRegisters();
    private final Maintenance maintenance = new Maintenance();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private volatile boolean installing;
    private volatile StatePoint point;
    private volatile VersionVector shown; // runs ahead of what can be read; never set back
    private volatile StoredPoints points;

    private RocksState(Path incoming, Generations generations, Engine engine, Flusher flusher) {
        this.incoming = incoming;
        this.generations = generations;
        this.engine = engine;
        this.flusher = flusher;
        StateOpening opening = StateOpening.of(generations, engine);
        this.live = new LiveGeneration(opening.generation());
        this.point = opening.point();
        this.shown = point.applied();
        this.points = new StoredPoints(opening.points());
        flusher.start(point.position());
    }

    /**
     * Opens the state of a site, and makes an empty one if there is none.
     *
     * @param dataDirectory the site's; the state lies in {@code state/}, received snapshots in {@code incoming/}
     * @param selfIfEmpty the identity with which an empty state starts
     * @param beforeFlush returns when the log is durable up to all that was committed, and throws if it cannot be made
     *     so. Runs on any thread but the owner's, which may be waiting for it
     * @throws StateException if the disk fails, or the state is damaged or of a form that is not known here
     */
    public static RocksState open(
            Path dataDirectory, StorageSettings settings, SiteId selfIfEmpty, Runnable beforeFlush) {
        var generations = new Generations(dataDirectory.resolve(DataDirectory.STATE));
        StateOpening.initialise(generations, settings, selfIfEmpty);
        var engine = new Engine(settings);
        try {
            Path incoming = dataDirectory.resolve(DataDirectory.INCOMING);
            return new RocksState(incoming, generations, engine, new Flusher(settings, beforeFlush));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public Register read(String key) {
        return recent.find(key).orElseGet(() -> live.with(generation -> generation.read(key)));
    }

    /**
     * The versions of a key as {@link #read} gives them, if that needs no waiting for the disk: for an event loop.
     *
     * @return nothing if they are not in memory, or the state is being opened just now
     * @throws StateException if the content is damaged
     */
    public Optional<Register> readIfCached(String key) {
        Optional<Register> found = recent.find(key);
        return found.isPresent() ? found : live.tryWith(generation -> generation.readIfCached(key));
    }

    @Override
    public <T> T view(Function<View, T> look) {
        return live.with(generation -> generation.view(look));
    }

    /**
     * The data as they are now, to be read while they change.
     *
     * @throws StateException if the disk fails
     */
    public StateView view() {
        return new StateView(live);
    }

    @Override
    public StatePoint point() {
        return point;
    }

    @Override
    public VersionVector shown() {
        return shown;
    }

    @Override
    public void commit(StateBatch batch) {
        commit(batch, List.of());
    }

    @Override
    public CompletionStage<Void> install(LogPoint after, String snapshot) {
        PointIndex known = points.index(); // nobody changes it meanwhile
        installing = true;
        return maintenance
                .begin(() -> {
                    var installation = new Installation(engine, generations, incoming, snapshot, flusher::syncLog);
                    StateOpening installed = installation.build(live.current(), known, after);
                    recent.clear();
                    shown = shown.merge(installed.point().applied());
                    live.replace(installed.generation());
                    flusher.start(after.position());
                    points = new StoredPoints(installed.points());
                    point = installed.point();
                    installation.clearAway();
                })
                .whenComplete((_, _) -> installing = false);
    }

    @Override
    public PointIndex points() {
        return points.index();
    }

    @Override
    public void dropPointsBefore(long position) {
        points.dropBefore(position);
    }

    /** What it says there, but nothing during an installation. */
    @Override
    public void purge(Instant now, int versionsMax) {
        if (installing) {
            return; // it would be lost, and the next purge finds the same
        }
        List<byte[]> expired = live.with(generation -> generation.expired(now.toEpochMilli(), versionsMax));
        if (expired.isEmpty()) {
            return;
        }
        StateBatch batch = begin();
        expired.forEach(entry -> batch.expire(StateKeys.keyOfExpiry(entry), now));
        commit(batch, expired);
    }

    @Override
    public long durablePosition() {
        return flusher.durablePosition();
    }

    @Override
    public void persist() {
        if (flusher.isDue() && !isBroken() && flushing.compareAndSet(false, true)) {
            var _ = maintenance.begin(() -> flusher.flush(live.current())).whenComplete((_, failure) -> {
                if (failure != null) {
                    Throwable cause = failure.getCause();
                    LOG.warnf("The state is not flushed now: %s", (cause == null ? failure : cause).getMessage());
                }
                flushing.set(false);
            });
        }
    }

    /** Whether a write or a flush has failed, so that nothing can be committed before {@link #recover}. */
    public boolean isBroken() {
        return live.isBroken();
    }

    /** Goes back to what is durable, and reads it from the disk again. If that fails, the state is closed meanwhile. */
    @Override
    public void recover() {
        recent.clear();
        maintenance.perform(() -> live.reopen(() -> {
            StateOpening opening = StateOpening.of(generations, engine);
            point = opening.point(); // before the older data can be read
            points = new StoredPoints(opening.points());
            flusher.start(point.position());
            return opening.generation();
        }));
    }

    /**
     * Makes a copy of the state in a new directory, as it is at some moment during the call. The copy shares the disk's
     * space with the state where the file system allows it. Blocks; may be called by any thread.
     *
     * @param target a directory that is not there, in one that is
     * @throws StateException if the disk fails
     */
    public void createCheckpoint(Path target) {
        maintenance.perform(() -> {
            Generation generation = live.current();
            flusher.flush(generation); // all but the newest commits, which are held up by the copying
            flusher.flushBy(() -> generation.checkpoint(target));
        });
    }

    @Override
    public void close() {
        try {
            maintenance.perform(() -> flusher.flush(live.current()));
        } catch (RuntimeException e) {
            LOG.warnf("The state is closed without a flush; its log has what is missing: %s", e.getMessage());
        }
        maintenance.close();
        live.close();
        engine.close();
    }

    private void commit(StateBatch batch, List<byte[]> expired) {
        if (installing) {
            throw new IllegalStateException("a commit during an installation would be lost");
        }
        if (flusher.isFull()) {
            maintenance.perform(() -> flusher.flush(live.current()));
        }
        StatePoint after = batch.point();
        LogPoint log = after.log();
        batch.changes().keySet().forEach(recent::forget);
        try (var write = new StateWrite()) {
            expired.forEach(write::delete);
            batch.changes().forEach((key, change) -> write.register(key, change.before(), change.after()));
            points.addTo(write, log);
            write.statePoint(after);
            shown = shown.merge(after.applied());
            live.run(generation -> flusher.write(generation, write, log.position()));
        }
        batch.changes().forEach((key, change) -> recent.remember(key, change.after()));
        points.written(log);
        point = after;
    }
}
