package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.PointIndex;
import java.util.ArrayList;
import java.util.List;

/** The index of the log's points, and what of it the live generation is yet to be told. Belongs to the state's owner. */
final class StoredPoints {
    private final PointIndex index;
    private final List<byte[]> obsolete =
            new ArrayList<>(); // goes with the next write, since it does no harm until then

    /** @param index what the generation has */
    StoredPoints(PointIndex index) {
        this.index = index;
    }

    PointIndex index() {
        return index;
    }

    /** Forgets what lies before that position. */
    void dropBefore(long position) {
        List<LogPoint> before = index.all();
        index.gaps().headMap(position).keySet().forEach(gap -> obsolete.add(StateKeys.gap(gap)));
        index.dropBefore(position);
        int dropped = before.size() - index.all().size();
        before.subList(0, dropped).forEach(point -> obsolete.add(StateKeys.point(point.position())));
    }

    /** Adds to a write what is due with it. */
    void addTo(StateWrite write, LogPoint log) {
        obsolete.forEach(write::delete);
        if (index.isDue(log.position())) {
            write.point(log);
        }
    }

    /** The write that {@link #addTo} added to is done. */
    void written(LogPoint log) {
        obsolete.clear();
        if (index.isDue(log.position())) {
            index.note(log).forEach(dropped -> obsolete.add(StateKeys.point(dropped)));
        }
    }
}
