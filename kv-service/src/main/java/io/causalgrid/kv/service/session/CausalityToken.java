package io.causalgrid.kv.service.session;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a client has seen, in the short form of a token: a vector whose sites are named by their fingerprints. Whoever has
 * applied all of it knows all of its sites.
 */
public record CausalityToken(List<Entry> entries) implements Predicate<VersionVector> {
    /** The writes of one site up to that one. */
    public record Entry(long fingerprint, long sequence) {}

    /** An entry that is not covered; the site is nothing if it was never heard of. */
    public record Missing(long fingerprint, Optional<SiteId> site, long needed, long applied) {
        /**
         * Whether a site that has applied that much, and names its writes so, neither has the write nor can make it: it has
         * exactly as many of that incarnation as this one.
         */
        public boolean isExcludedBy(VersionVector elsewhere, SiteId self) {
            long there = CausalityToken.site(fingerprint, elsewhere)
                    .map(elsewhere::get)
                    .orElse(0L);
            return SiteFingerprints.of(self) != fingerprint && there == applied;
        }
    }

    public CausalityToken {
        entries = List.copyOf(entries);
    }

    /** Whether a site that has applied that much has applied all of it. */
    @Override
    public boolean test(VersionVector applied) {
        for (Entry entry : entries) {
            Optional<SiteId> site = site(entry.fingerprint(), applied);
            if (site.isEmpty() || applied.get(site.get()) < entry.sequence()) {
                return false;
            }
        }
        return true;
    }

    /** What a site that has applied that much lacks. */
    public List<Missing> missingFrom(VersionVector applied) {
        var missing = new ArrayList<Missing>();
        for (Entry entry : entries) {
            Optional<SiteId> site = site(entry.fingerprint(), applied);
            long count = site.map(applied::get).orElse(0L);
            if (count < entry.sequence()) {
                missing.add(new Missing(entry.fingerprint(), site, entry.sequence(), count));
            }
        }
        return missing;
    }

    /** The vector itself, without the sites that nobody knows who has applied that much. */
    public VersionVector resolve(VersionVector applied) {
        var vector = new TreeMap<SiteId, Long>();
        entries.forEach(
                entry -> site(entry.fingerprint(), applied).ifPresent(site -> vector.put(site, entry.sequence())));
        return VersionVector.of(vector);
    }

    private static Optional<SiteId> site(long fingerprint, VersionVector applied) {
        for (SiteId site : applied.sites()) {
            if (SiteFingerprints.of(site) == fingerprint) {
                return Optional.of(site);
            }
        }
        return Optional.empty();
    }
}
