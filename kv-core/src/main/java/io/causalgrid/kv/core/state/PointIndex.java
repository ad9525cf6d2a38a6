package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Points of one log from which it can be folded on, at growing distances, and its gaps. With them a reader who has some
 * records already need not fold the log from its start, and one whom this log cannot serve is told so.
 *
 * <p>A gap is where a snapshot was installed: from there on the log builds upon transactions that it does not contain.
 *
 * <p>Used by one thread at a time. Its size is bounded: when it is full, every other point goes.
 */
public final class PointIndex {
    private static final int POINTS_MAX = 4096;

    private final int strideMin;
    private final TreeMap<Long, LogPoint> points = new TreeMap<>();
    private final TreeMap<Long, VersionVector> gaps = new TreeMap<>();

    /** An empty index with a point every {@code strideMin} records at the most. */
    public PointIndex(int strideMin) {
        this.strideMin = strideMin;
    }

    /** Whether it is time for a point at that position. */
    public boolean isDue(long position) {
        return points.isEmpty() || position >= points.lastKey() + stride();
    }

    /**
     * Notes a point.
     *
     * @return the positions of the points that went to make room
     */
    public List<Long> note(LogPoint point) {
        var dropped = new ArrayList<Long>();
        if (points.size() >= POINTS_MAX) {
            boolean drop = false;
            for (Long position : points.keySet()) {
                if (drop) {
                    dropped.add(position);
                }
                drop = !drop;
            }
            points.keySet().removeAll(dropped);
        }
        points.put(point.position(), point);
        return dropped;
    }

    /**
     * Notes that the record at that position installed a snapshot.
     *
     * @param missing the transactions that the log builds upon from there on and need not contain
     */
    public void noteGap(long position, VersionVector missing) {
        gaps.put(position, missing);
    }

    /** Forgets everything before a position but the last point, which is needed to fold on from there. */
    public void dropBefore(long position) {
        Long last = points.lowerKey(position);
        if (last != null) {
            points.headMap(last).clear();
        }
        gaps.headMap(position).clear();
    }

    /**
     * The latest point before which a reader misses nothing.
     *
     * @param covered for each site the sequence number up to which the reader needs nothing
     * @return nothing if this log no longer has all that the reader needs
     */
    public Optional<LogPoint> startFor(ToLongFunction<SiteId> covered) {
        return latestWithin(covered, Long.MAX_VALUE)
                .filter(start -> gaps.tailMap(start.position(), false).values().stream()
                        .allMatch(missing -> isCovered(missing, covered)));
    }

    /** The latest point up to a position that lies within what is covered, whether or not the log has gaps after it. */
    public Optional<LogPoint> latestWithin(ToLongFunction<SiteId> covered, long positionMax) {
        List<LogPoint> all = List.copyOf(points.headMap(positionMax, true).values());
        int low = -1;
        int high = all.size() - 1;
        while (low < high) { // vectors grow along the log, so being covered is monotone
            int middle = (low + high + 1) >>> 1;
            if (isCovered(all.get(middle).applied(), covered)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low < 0 ? Optional.empty() : Optional.of(all.get(low));
    }

    /** All points, in their order. */
    public List<LogPoint> all() {
        return List.copyOf(points.values());
    }

    /** The gaps with their positions. */
    public SortedMap<Long, VersionVector> gaps() {
        return new TreeMap<>(gaps);
    }

    private long stride() {
        if (points.size() < 2) {
            return strideMin;
        }
        return Math.max(strideMin, (points.lastKey() - points.firstKey()) / (POINTS_MAX / 2));
    }

    private static boolean isCovered(VersionVector vector, ToLongFunction<SiteId> covered) {
        return vector.sites().stream().allMatch(site -> vector.get(site) <= covered.applyAsLong(site));
    }
}
