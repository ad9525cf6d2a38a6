package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The directory of one site's data, {@code causalgrid.kv.data-dir}, which one process uses at a time:
 *
 * <pre>
 * LOCK        held while a process uses the directory; its number stands in it
 * identity    whose data it is
 * log/        the site's log
 * state/      the materialised state
 * incoming/   snapshots that come from other sites
 * outgoing/   checkpoints that go to other sites
 * UNCLEAN     there while a process runs whose log accepts records before they are durable
 * BACKUP      there until a site has started from a backup
 * QUORUM      the incarnation under which the data had caught up with a majority of the other sites
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
    static final String LOG = "log";
    static final String STATE = "state";
    static final String INCOMING = "incoming";
    static final String OUTGOING = "outgoing";
    static final String BACKUP = "BACKUP";
    private static final String UNCLEAN = "UNCLEAN";
    private static final String QUORUM = "QUORUM";
    private static final String UNFINISHED_COPY = ".tmp"; // as RocksDB names a checkpoint until it is whole

    private final Path directory;
    private final DirectoryLock lock;
    private final Identity identity;
    private final boolean fresh;
    private final boolean restored;
    private final boolean unclean;

    private DataDirectory(Path directory, DirectoryLock lock, Identity identity, boolean fresh) {
        this.directory = directory;
        this.lock = lock;
        this.identity = identity;
        this.fresh = fresh;
        this.restored = Files.exists(directory.resolve(BACKUP));
        this.unclean = Files.exists(directory.resolve(UNCLEAN));
    }

    /**
     * Opens the directory, which is made if it is not there.
     *
     * @param cluster the identity of the configured cluster, of one line
     * @param site the name of the configured site
     * @param newIncarnation gives a name for the first incarnation if the directory is empty
     * @throws DataDirectoryException if another process uses it, it has another site's data, a newer version wrote it,
     *     or the disk fails
     */
    public static DataDirectory open(Path directory, String cluster, String site, Supplier<String> newIncarnation) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                boolean fresh = Files.notExists(directory.resolve(Identity.FILE));
                Identity identity = identity(directory, cluster, site, newIncarnation);
                makeFolders(directory);
                return new DataDirectory(directory, lock, identity, fresh);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** Where the log lies. */
    public Path log() {
        return directory.resolve(LOG);
    }

    /** Where the state lies. */
    public Path state() {
        return directory.resolve(STATE);
    }

    /** Where snapshots of other sites are put aside. */
    public Path incoming() {
        return directory.resolve(INCOMING);
    }

    /** Where checkpoints for other sites are made. */
    public Path outgoing() {
        return directory.resolve(OUTGOING);
    }

    /** The site, with the incarnation under which this data was begun. */
    public SiteId firstIdentity() {
        return identity.first();
    }

    Identity identity() {
        return identity;
    }

    /** Whether it was made just now: nobody has ever used its incarnation. */
    public boolean isNew() {
        return fresh;
    }

    /** Whether this is a backup's content that no site has started from. */
    public boolean isRestored() {
        return restored;
    }

    /** Says that the site has started from the backup and taken what steps it must. */
    public void restoredHandled() {
        change(() -> DurableFiles.delete(directory.resolve(BACKUP)));
    }

    /** Whether the last process marked it by {@link #markUnclean} and ended without {@link #markClean}. */
    public boolean wasUnclean() {
        return unclean;
    }

    /** Says, before records are accepted that are not durable, that a crash may lose some. */
    public void markUnclean() {
        change(() -> DurableFiles.replace(directory.resolve(UNCLEAN), "a crash now may lose accepted records\n"));
    }

    /** Says that all accepted records are durable, and no more come. */
    public void markClean() {
        change(() -> DurableFiles.delete(directory.resolve(UNCLEAN)));
    }

    /** The incarnation that was said last by {@link #caughtUp}. */
    public Optional<String> caughtUpAs() {
        Path file = directory.resolve(QUORUM);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** Says that the data, as of that incarnation, have caught up with a majority of the other sites. */
    public void caughtUp(String incarnation) {
        change(() -> DurableFiles.replace(directory.resolve(QUORUM), incarnation + "\n"));
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        change(lock::close);
    }

    private static Identity identity(Path directory, String cluster, String site, Supplier<String> newIncarnation)
            throws IOException {
        if (Files.exists(directory.resolve(Identity.FILE))) {
            Identity found = Identity.read(directory);
            requireSame(directory, found, cluster, site);
            return found;
        }
        if (holdsData(directory)) {
            throw new DataDirectoryException(directory + " holds data, but no file '" + Identity.FILE
                    + "' that says whose. Put it back, or set causalgrid.kv.data-dir to another directory.");
        }
        var begun = new Identity(cluster, new SiteId(site, newIncarnation.get()));
        begun.write(directory);
        return begun;
    }

    private static void requireSame(Path directory, Identity found, String cluster, String site) {
        String foundSite = found.first().name();
        if (!found.cluster().equals(cluster) || !foundSite.equals(site)) {
            throw new DataDirectoryException(
                    "%s holds the data of site %s in cluster %s, but this is site %s in cluster %s."
                                    .formatted(directory, foundSite, found.cluster(), site, cluster)
                            + " Set causalgrid.kv.data-dir, causalgrid.kv.site and the cluster so that they belong together.");
        }
    }

    private static boolean holdsData(Path directory) throws IOException {
        for (String folder : new String[] {LOG, STATE}) {
            Path path = directory.resolve(folder);
            if (Files.isDirectory(path)) {
                try (Stream<Path> entries = Files.list(path)) {
                    if (entries.findAny().isPresent()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void makeFolders(Path directory) throws IOException {
        for (String folder : new String[] {LOG, STATE, INCOMING, OUTGOING}) {
            Files.createDirectories(directory.resolve(folder));
        }
        try (Stream<Path> copies = Files.list(directory.resolve(OUTGOING))) {
            for (Path copy : copies.filter(name -> name.toString().endsWith(UNFINISHED_COPY))
                    .toList()) {
                DurableFiles.deleteTree(copy);
            }
        }
        DurableFiles.syncNames(directory);
    }

    private void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static DataDirectoryException failed(Path directory, IOException cause) {
        return new DataDirectoryException("the data directory " + directory + " cannot be used: " + cause, cause);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
