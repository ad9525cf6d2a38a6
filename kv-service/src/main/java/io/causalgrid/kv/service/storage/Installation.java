package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.PointIndex;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StatePoint;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Makes the generation in which a received snapshot has joined the data. The old one stays in use until the new one is
 * durable and named {@code CURRENT}, so a crash leaves the one or the other. On the maintenance thread.
 */
final class Installation {
    private static final Logger LOG = Logger.getLogger(Installation.class);
    private static final long WRITE_BYTES = 1L << 20;

    private final Engine engine;
    private final Generations generations;
    private final Path incoming;
    private final String name;
    private final Runnable syncLog;

    /**
     * @param name the snapshot's, among those that came in
     * @param syncLog returns when the log is durable; throws if it cannot be made so
     */
    Installation(Engine engine, Generations generations, Path incoming, String name, Runnable syncLog) {
        this.engine = engine;
        this.generations = generations;
        this.incoming = incoming;
        this.name = name;
        this.syncLog = syncLog;
    }

    /** Makes the generation, and makes it the one to be opened from now on. */
    StateOpening build(Generation live, PointIndex known, LogPoint after) {
        Path directory = generations.clearNext();
        Generation built = engine.create(directory);
        try (var snapshot = SnapshotReader.open(incoming, name)) {
            VersionVector seen = live.point().orElseThrow().applied();
            PointIndex points = joined(known, seen, snapshot.source().applied(), after);
            StatePoint point = fill(built, new MergedRegisters(live, seen, snapshot), points, after);
            built.beginFlush();
            built.awaitFlush();
            syncLog.run(); // or the state would be ahead of the record of this installation
            generations.use(directory);
            return new StateOpening(built, point, points);
        } catch (RuntimeException e) {
            built.close(); // its files stay: it may be CURRENT by now, and if not, the next opening deletes it
            throw e;
        }
    }

    /** Takes away what is not needed any more. What cannot be is left to the next opening. */
    void clearAway() {
        try {
            generations.deleteOthers();
            StagedSnapshot.delete(incoming, name);
        } catch (RuntimeException e) {
            LOG.warnf("Left behind by an installation: %s", e.getMessage());
        }
    }

    private static StatePoint fill(Generation built, MergedRegisters merged, PointIndex points, LogPoint after) {
        var tally = new Tally();
        try (merged;
                var write = new StateWrite()) {
            for (KeyedRegister next = merged.next(); next != null; next = merged.next()) {
                tally.add(next.key(), next.register());
                write.register(next.key(), Register.EMPTY, next.register());
                if (write.bytes() >= WRITE_BYTES) {
                    built.write(write);
                    write.clear();
                }
            }
            points.all().forEach(write::point);
            points.gaps().forEach(write::gap);
            StatePoint point = tally.at(after);
            write.statePoint(point);
            built.write(write);
            return point;
        }
    }

    /** The index with a gap and a point where the snapshot is installed. */
    private PointIndex joined(PointIndex known, VersionVector seen, VersionVector snapshot, LogPoint after) {
        var missing = new TreeMap<SiteId, Long>();
        for (SiteId site : seen.behindOn(snapshot)) {
            missing.put(site, snapshot.get(site));
        }
        var points = new PointIndex(engine.pointStride());
        known.all().forEach(points::note);
        known.gaps().forEach(points::noteGap);
        points.noteGap(after.position(), VersionVector.of(missing));
        points.note(after);
        return points;
    }
}
