package io.causalgrid.kv.core.fold;

import io.causalgrid.kv.core.clock.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Points of one log at regular distances, so that a reader who has some records already need not fold the log from its
 * start. Used by one thread at a time.
 */
public final class PointIndex {
    private final int stride;
    private final List<LogPoint> points = new ArrayList<>();

    /** An index with a point every {@code stride} records. */
    public PointIndex(int stride) {
        this.stride = stride;
        points.add(LogPoint.START);
    }

    /** Notes a point if it is due. */
    public void note(LogPoint point) {
        if (point.position() >= points.getLast().position() + stride) {
            points.add(point);
        }
    }

    /**
     * The latest noted point before which a reader misses nothing.
     *
     * @param covered for each site the sequence number up to which the reader needs nothing
     */
    public LogPoint latestCovered(ToLongFunction<SiteId> covered) {
        int low = 0;
        int high = points.size() - 1;
        while (low < high) { // vectors grow along the log, so being covered is monotone
            int middle = (low + high + 1) >>> 1;
            if (isCovered(points.get(middle), covered)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return points.get(low);
    }

    private static boolean isCovered(LogPoint point, ToLongFunction<SiteId> covered) {
        return point.applied().sites().stream()
                .allMatch(site -> point.applied().get(site) <= covered.applyAsLong(site));
    }
}
