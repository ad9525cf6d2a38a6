package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.state.PointIndex;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Path;

/** What was found on the disk: the generation in use, and what of it is kept in memory. */
record StateOpening(Generation generation, StatePoint point, PointIndex points) {

    /** Makes the first generation, of an empty state, if there is none. */
    static void initialise(Generations generations, StorageSettings settings, SiteId self) {
        if (generations.hasCurrent()) {
            return;
        }
        Path directory = generations.current();
        try (var engine = new Engine(settings);
                var generation = engine.create(directory);
                var write = new StateWrite()) {
            if (generation.point().isEmpty()) {
                StatePoint start = StatePoint.start(self);
                write.point(start.log());
                write.statePoint(start);
                generation.write(write);
                generation.beginFlush();
                generation.awaitFlush();
            }
        }
        generations.use(directory);
    }

    /** Opens the generation in use, and clears away what a crash may have left beside it. */
    static StateOpening of(Generations generations, Engine engine) {
        Path directory = generations.current();
        Generation generation = engine.open(directory);
        try {
            StatePoint point = generation
                    .point()
                    .orElseThrow(() -> StateFailures.cannotOpen(directory, new IOException("it has no point")));
            PointIndex points = generation.points(engine.pointStride());
            points.note(point.log()); // a feed that starts here need not fold from the last point noted
            generations.deleteOthers();
            return new StateOpening(generation, point, points);
        } catch (RuntimeException e) {
            generation.close();
            throw e;
        }
    }
}
