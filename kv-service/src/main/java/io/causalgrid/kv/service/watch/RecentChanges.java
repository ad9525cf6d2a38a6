package io.causalgrid.kv.service.watch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The changes that came last, for those who join. One thread. */
final class RecentChanges {
    private static final int CHANGES_MAX = 2_048;
    private static final long BYTES_MAX = 4 << 20;

    private final ArrayDeque<VisibleChange> changes = new ArrayDeque<>();
    private long start;
    private long end;
    private long bytes;

    /** Nothing yet, at that position of the log. */
    RecentChanges(long position) {
        this.start = position;
        this.end = position;
    }

    /** Whether everything that came after that position is here. */
    boolean hasAllAfter(long position) {
        return position >= start;
    }

    /** The position of the log up to which everything has come. */
    long end() {
        return end;
    }

    /** Takes changes that follow, the last record read being at that position. */
    void add(List<VisibleChange> next, long position) {
        for (VisibleChange change : next) {
            changes.add(change);
            bytes += change.bytes();
        }
        while (changes.size() > CHANGES_MAX || bytes > BYTES_MAX) {
            VisibleChange oldest = changes.remove();
            bytes -= oldest.bytes();
            start = oldest.position();
        }
        end = Math.max(end, position);
    }

    /** What a client with that prefix gets of those after that position. */
    List<Frame> framesAfter(long position, String prefix, EventWriter writer) {
        return changes.stream()
                .filter(change -> change.position() > position)
                .map(change -> change.frame(prefix, writer))
                .flatMap(Optional::stream)
                .toList();
    }
}
