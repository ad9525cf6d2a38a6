package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.site.InvalidSiteException;
import io.causalgrid.grid.site.SiteFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The site that a substation's owner works with: what the configured file says, or a simple bus. A changed file is read whole; what
 * cannot be used is refused, and the site before it stays. One that can be used waits here until an owner takes it. From any
 * thread.
 */
final class SiteSource {
    private static final Logger LOG = Logger.getLogger(SiteSource.class);

    private final @Nullable Path file;
    private final String substation;
    /** The site's, and those of its series. */
    private Set<Path> files = Set.of();

    private Map<Path, FileStamp> read = Map.of();
    private Map<Path, FileStamp> seen = Map.of();
    private Site current;
    private @Nullable Site next;
    private @Nullable String complaint;

    /**
     * Reads the file, if there is one.
     *
     * @throws InvalidSiteException if it cannot be used
     */
    SiteSource(GridConfig.SubstationConfig config) {
        this.file = config.site().orElse(null);
        this.substation = config.id();
        if (file == null) {
            this.current = SingleBus.site(config);
        } else {
            this.files = Set.of(file);
            this.current = site(file);
        }
    }

    /** Whether there is a file that may change. */
    boolean isFile() {
        return file != null;
    }

    /** What an owner is to work with. */
    synchronized Site current() {
        return current;
    }

    /** What has been read since, if it can be used. */
    synchronized Optional<Site> next() {
        return Optional.ofNullable(next);
    }

    /** Why what is in the file now is not what owners work with; empty if it is. */
    synchronized Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    /** Looks whether the file has changed. One that changes still, because it is being written, waits for the next time. */
    synchronized void look() {
        if (file == null) {
            return;
        }
        Map<Path, FileStamp> present = stamps();
        boolean isStill = present.equals(seen);
        seen = present;
        if (!isStill || present.equals(read)) {
            return;
        }
        next = null;
        try {
            next = site(file);
            complaint = null;
            LOG.infof("%s has changed", file);
        } catch (InvalidSiteException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Owners work with what was next from now on. */
    synchronized void taken() {
        if (next != null) {
            current = next;
            next = null;
            complaint = null;
            LOG.infof("%s is in use as it is now", file);
        }
    }

    /** What is next cannot be used yet. */
    synchronized void complain(String why) {
        if (!why.equals(complaint)) {
            LOG.warnf("the site goes on as it was: %s", why);
            complaint = why;
        }
    }

    /** What the files say now. Which those of series are is only known when the site's has been read. */
    private Site site(Path file) {
        while (true) {
            read = stamps(); // first: what changes after that is looked at again
            Set<Path> before = files;
            files = Set.of(file);
            SiteFile content = SiteFile.read(file);
            try {
                Site site = content.site(NetworkReader.Choices.SERVED);
                files = with(file, content.seriesFiles());
                if (files.equals(before)) {
                    requireRight(site, file);
                    return site;
                }
            } catch (InvalidSiteException e) {
                files = with(file, content.seriesFiles());
                if (files.equals(before)) {
                    throw e;
                }
            }
        }
    }

    private void requireRight(Site site, Path source) {
        site.feeder().ifPresent(feeder -> {
            if (!feeder.rightsWatts().containsKey(substation)) {
                throw new InvalidSiteException(source + ": its feeder gives no right to " + substation);
            }
        });
    }

    private static Set<Path> with(Path file, Set<Path> series) {
        Set<Path> files = new HashSet<>(series);
        files.add(file);
        return files;
    }

    private Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> stamps = new HashMap<>();
        files.forEach(one -> stamps.put(one, FileStamp.of(one)));
        return stamps;
    }
}
