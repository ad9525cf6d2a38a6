package io.causalgrid.kv.core.clock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/**
 * For each site the highest contiguous sequence number seen: a set of dots without gaps (Parker et al., "Detection of
 * Mutual Inconsistency in Distributed Systems", 1983). A site that is not named has the entry 0, and an entry 0 is never
 * stored, so equal sets are equal objects.
 *
 * <p>Immutable. The entries lie in two parallel arrays in the order of their sites: clusters are small, vectors are
 * copied at every write, and a linear walk over a few entries is what all operations come down to.
 */
public final class VersionVector {
    private static final VersionVector EMPTY = new VersionVector(new SiteId[0], new long[0]);

    private final SiteId[] sites;
    private final long[] sequences;

    private VersionVector(SiteId[] sites, long[] sequences) {
        this.sites = sites;
        this.sequences = sequences;
    }

    /** The vector that has seen nothing. */
    public static VersionVector empty() {
        return EMPTY;
    }

    /**
     * The vector with these entries; entries of 0 may be there or not.
     *
     * @throws IllegalArgumentException if a sequence number is negative
     */
    public static VersionVector of(SortedMap<SiteId, Long> entries) {
        var kept = new TreeMap<>(entries);
        if (kept.values().stream().anyMatch(sequence -> sequence < 0)) {
            throw new IllegalArgumentException("negative sequence number in " + entries);
        }
        kept.values().removeIf(sequence -> sequence == 0);
        return new VersionVector(
                kept.keySet().toArray(SiteId[]::new),
                kept.values().stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * The vector with these entries, without sorting them first: for reading what {@link #forEach} wrote.
     *
     * @param sites in their order, none twice
     * @param sequences the entry of each
     * @throws IllegalArgumentException if the sites are out of order, or an entry is not positive
     */
    public static VersionVector ofSorted(SiteId[] sites, long[] sequences) {
        for (int i = 0; i < sites.length; i++) {
            if (sequences[i] < 1 || (i > 0 && sites[i - 1].compareTo(sites[i]) >= 0)) {
                throw new IllegalArgumentException("entry " + i + " of " + Arrays.toString(sites) + " is out of order");
            }
        }
        return new VersionVector(sites.clone(), sequences.clone());
    }

    /** The entry of a site, 0 if it has none. */
    public long get(SiteId site) {
        int at = indexOf(site);
        return at < 0 ? 0 : sequences[at];
    }

    /** Whether the write of that name is among those seen. */
    public boolean contains(Dot dot) {
        return dot.sequence() <= get(dot.site());
    }

    /** The name that the site's next write will have. */
    public Dot next(SiteId site) {
        return new Dot(site, get(site) + 1);
    }

    /**
     * This vector with one more write seen.
     *
     * @throws IllegalArgumentException if the dot is not its site's next, since a gap cannot be represented
     */
    public VersionVector with(Dot dot) {
        int at = indexOf(dot.site());
        long seen = at < 0 ? 0 : sequences[at];
        if (dot.sequence() != seen + 1) {
            throw new IllegalArgumentException(dot + " does not follow " + seen);
        }
        if (at >= 0) {
            long[] advanced = sequences.clone();
            advanced[at] = dot.sequence();
            return new VersionVector(sites, advanced);
        }
        int insertion = -at - 1;
        var grownSites = new ArrayList<>(Arrays.asList(sites));
        grownSites.add(insertion, dot.site());
        long[] grown = new long[sequences.length + 1];
        System.arraycopy(sequences, 0, grown, 0, insertion);
        grown[insertion] = dot.sequence();
        System.arraycopy(sequences, insertion, grown, insertion + 1, sequences.length - insertion);
        return new VersionVector(grownSites.toArray(SiteId[]::new), grown);
    }

    /** What this one or the other has seen: the least upper bound. */
    public VersionVector merge(VersionVector other) {
        if (includes(other)) {
            return this;
        }
        var merged = toMap();
        other.toMap().forEach((site, sequence) -> merged.merge(site, sequence, Math::max));
        return of(merged);
    }

    /** What both this one and the other have seen: the greatest lower bound. */
    public VersionVector meet(VersionVector other) {
        if (other.includes(this)) {
            return this;
        }
        var met = toMap();
        met.replaceAll((site, sequence) -> Math.min(sequence, other.get(site)));
        return of(met);
    }

    /** Whether everything the other has seen is seen here too (other ≤ this). */
    public boolean includes(VersionVector other) {
        for (int i = 0; i < other.sites.length; i++) {
            if (get(other.sites[i]) < other.sequences[i]) {
                return false;
            }
        }
        return true;
    }

    /** How this vector stands to the other; {@code BEFORE} means that the other has seen more. */
    public Causality relationTo(VersionVector other) {
        boolean includes = includes(other);
        boolean included = other.includes(this);
        if (includes && included) {
            return Causality.EQUAL;
        }
        if (includes) {
            return Causality.AFTER;
        }
        return included ? Causality.BEFORE : Causality.CONCURRENT;
    }

    /** How many writes the other has seen that are not seen here. */
    public long missingFrom(VersionVector other) {
        long missing = 0;
        for (int i = 0; i < other.sites.length; i++) {
            missing += Math.max(0, other.sequences[i] - get(other.sites[i]));
        }
        return missing;
    }

    /** The writes seen of one member, over all its incarnations: its entry in the arrays of the simple API. */
    public long total(String member) {
        long total = 0;
        for (int i = 0; i < sites.length; i++) {
            if (sites[i].name().equals(member)) {
                total += sequences[i];
            }
        }
        return total;
    }

    /** The totals of the members given, in their order. */
    public List<Long> totals(Collection<String> members) {
        return members.stream().map(this::total).toList();
    }

    /**
     * The first {@code count} writes seen of one member, incarnation by incarnation in the order of their names.
     * For a member with one incarnation this is exact; with several it is a set of that size with their causes.
     */
    public VersionVector prefix(String member, long count) {
        var entries = new TreeMap<SiteId, Long>();
        long remaining = count;
        for (int i = 0; i < sites.length && remaining > 0; i++) {
            if (sites[i].name().equals(member)) {
                long taken = Math.min(remaining, sequences[i]);
                entries.put(sites[i], taken);
                remaining -= taken;
            }
        }
        return of(entries);
    }

    /** The writes seen of one site, and nothing else. */
    public VersionVector only(SiteId site) {
        long sequence = get(site);
        return sequence == 0 ? EMPTY : new VersionVector(new SiteId[] {site}, new long[] {sequence});
    }

    /** The entries that are greater than the other's, and nothing else. */
    public VersionVector beyond(VersionVector other) {
        var entries = toMap();
        entries.entrySet().removeIf(entry -> entry.getValue() <= other.get(entry.getKey()));
        return of(entries);
    }

    /** The sites with an entry, in their order. */
    public List<SiteId> sites() {
        return List.of(sites);
    }

    /** The sites of which the other has seen more than is seen here, in their order. */
    public Collection<SiteId> behindOn(VersionVector other) {
        var behind = new TreeSet<SiteId>();
        for (int i = 0; i < other.sites.length; i++) {
            if (get(other.sites[i]) < other.sequences[i]) {
                behind.add(other.sites[i]);
            }
        }
        return behind;
    }

    /** How many sites have an entry. */
    public int size() {
        return sites.length;
    }

    /** Hands out all entries, in the order of their sites. */
    public void forEach(ObjLongConsumer<SiteId> action) {
        for (int i = 0; i < sites.length; i++) {
            action.accept(sites[i], sequences[i]);
        }
    }

    /** As a binary search says it. Mostly the site is there, as the very same object, and a look at a few finds it. */
    private int indexOf(SiteId site) {
        for (int i = 0; i < sites.length; i++) {
            if (sites[i].equals(site)) {
                return i;
            }
        }
        return Arrays.binarySearch(sites, site);
    }

    /** A new map with all entries. */
    public SortedMap<SiteId, Long> toMap() {
        var entries = new TreeMap<SiteId, Long>();
        for (int i = 0; i < sites.length; i++) {
            entries.put(sites[i], sequences[i]);
        }
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(sites, that.sites)
                && Arrays.equals(sequences, that.sequences);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sites) + Arrays.hashCode(sequences);
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
