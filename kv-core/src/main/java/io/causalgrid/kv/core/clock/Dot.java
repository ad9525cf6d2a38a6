package io.causalgrid.kv.core.clock;

/**
 * The name of one write: the n-th that its site made. Dots are never reused.
 *
 * @param site where the write was made
 * @param sequence from 1, without gaps
 */
public record Dot(SiteId site, long sequence) implements Comparable<Dot> {
    /** @throws IllegalArgumentException if the sequence number is not positive */
    public Dot {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence numbers start at 1, not " + sequence);
        }
    }

    @Override
    public int compareTo(Dot other) {
        int bySite = site.compareTo(other.site);
        return bySite == 0 ? Long.compare(sequence, other.sequence) : bySite;
    }

    @Override
    public String toString() {
        return site + ":" + sequence;
    }
}
