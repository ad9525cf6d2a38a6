package io.causalgrid.dashboard.board;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One replica: its row of the matrix, its buffer, its data and its links.
 *
 * @param phase {@code ready}, {@code catching-up}, or empty when it was never heard of
 * @param store null when it was never heard of
 */
public record ReplicaRow(
        String name,
        String url,
        Reach reach,
        String phase,
        List<Cell> cells,
        @Nullable Store store,
        List<LinkRow> links) {

    /**
     * How many writes of an origin a replica has applied.
     *
     * @param value null when the replica does not know this origin
     * @param behind the largest number known anywhere minus this one
     * @param fresh whether it changed a moment ago
     */
    public record Cell(String origin, @Nullable Long value, long behind, boolean own, boolean fresh) {}

    /** What a replica holds: its causal buffer and its data. */
    public record Store(long bufferDepth, long bufferCapacity, long keys, String digest) {
        private static final int DIGEST_CHARS_SHOWN = 8;

        public String digestShort() {
            return digest.length() <= DIGEST_CHARS_SHOWN ? digest : digest.substring(0, DIGEST_CHARS_SHOWN);
        }

        public double bufferPercent() {
            return Percent.of((double) bufferDepth, (double) bufferCapacity);
        }
    }

    public boolean catchingUp() {
        return phase.equals("catching-up");
    }

    /** How many writes known somewhere it has not applied. */
    public long behind() {
        return cells.stream().mapToLong(Cell::behind).sum();
    }
}
