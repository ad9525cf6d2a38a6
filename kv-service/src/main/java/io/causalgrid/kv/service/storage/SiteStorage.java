package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.FileDisk;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.LogSettings;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.KvConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * All that this site has on disk. Opening it settles under which identity the site goes on: whenever the log may have lost
 * something that others have seen, it is a new incarnation, and that is the log's next record.
 */
@Singleton
public class SiteStorage implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SiteStorage.class);

    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(10);

    private final KvConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService logThread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log").factory());
    private final Executor writer;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService syncs = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-sync").daemon().factory());
    private final DataDirectory directory;
    private final RocksState state;
    private final GuardedDisk logDisk;
    private final SegmentedSiteLog log;
    private final OutgoingSnapshots outgoing;

    /**
     * Opens it; blocks while the log is read through.
     *
     * @throws DataDirectoryException if the directory cannot be used, with a text that says what to do
     * @throws io.causalgrid.kv.core.state.StateException if the state is damaged
     * @throws io.causalgrid.kv.core.log.CorruptLogException if the log is damaged
     */
    SiteStorage(KvConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        // What is not synced at once takes less time than waking a thread.
        this.writer = config.log().durability() == Durability.INTERVAL ? new CallersExecutor() : logThread;
        this.directory = DataDirectory.open(config.dataDir(), config.clusterId(), config.site(), this::newIncarnation);
        var settings = new StorageSettings(
                config.state().cacheSize().asLongValue(),
                config.state().bufferSize().asLongValue(),
                StorageSettings.DEFAULT.flushInterval(),
                StorageSettings.DEFAULT.pointStride());
        this.state = RocksState.open(directory.path(), settings, directory.firstIdentity(), this::syncLog);
        try {
            this.logDisk = new GuardedDisk(
                    new FileDisk(directory.log()),
                    Files.getFileStore(directory.log()),
                    config.log().minFreeSpace().asLongValue(),
                    clock);
            this.log = openLog(logDisk);
        } catch (IOException e) {
            throw new DataDirectoryException("the log in " + directory.log() + " cannot be opened: " + e, e);
        }
        logDisk.guard();
        this.outgoing =
                new OutgoingSnapshots(directory.outgoing(), state::createCheckpoint, this::newIncarnation, clock);
        if (config.log().durability() == Durability.INTERVAL) {
            directory.markUnclean();
            long millis = config.log().syncInterval().toMillis();
            var _ = syncs.scheduleWithFixedDelay(log::sync, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** See {@link DataDirectory#caughtUpAs}. */
    public Optional<String> caughtUpAs() {
        return directory.caughtUpAs();
    }

    /** See {@link DataDirectory#caughtUp}. */
    public void caughtUp(String incarnation) {
        directory.caughtUp(incarnation);
    }

    /** The materialised data. */
    public RocksState state() {
        return state;
    }

    /** The log. */
    public SegmentedSiteLog log() {
        return log;
    }

    /** Why the disk counts as full; nothing if it does not. */
    public Optional<String> shortage() {
        return logDisk.shortage();
    }

    /** Copies of the state for others. */
    public OutgoingSnapshots outgoing() {
        return outgoing;
    }

    /** Where snapshots of others are put aside. */
    public Path incoming() {
        return directory.incoming();
    }

    /** For reads that wait for the disk. */
    public Executor readers() {
        return readers;
    }

    /** A name that no incarnation, and nothing else, ever had. */
    public String newIncarnation() {
        var bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Writes a backup into a new directory. Blocks; not on the thread that owns the state.
     *
     * @throws DataDirectoryException if the target is there already, or cannot be written
     */
    public StatePoint backUp(Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new DataDirectoryException("cannot write the backup " + target + ": " + e, e);
        }
        return Backup.write(directory, state, target, clock.instant());
    }

    /** Makes everything durable and lets another process have it. */
    @Override
    public void close() {
        syncs.shutdownNow();
        outgoing.close();
        state.close(); // its last flush still waits for the log
        log.close();
        if (config.log().durability() == Durability.INTERVAL) {
            directory.markClean();
        }
        logThread.close();
        readers.close();
        directory.close();
    }

    private SegmentedSiteLog openLog(Disk disk) throws IOException {
        var settings = new LogSettings(
                config.log().segmentSize().asLongValue(),
                config.log().maxSize().asLongValue(),
                config.log().durability());
        long folded = state.point().position();
        SegmentedSiteLog opened = SegmentedSiteLog.open(disk, settings, folded, writer, readers);
        if (opened.recovery().hasCut()) {
            LOG.warnf("A crash has torn the end of the log; what was never acknowledged is cut: %s", opened.recovery());
        }
        boolean forgetful = directory.isRestored() || directory.wasUnclean() || isEmptyThoughUsed(opened);
        if (opened.end() < folded) {
            LOG.warnf(
                    "The log in %s ends at record %d, but the data go on to record %d: the log was cut off. It begins"
                            + " anew behind the data.",
                    directory.log(), opened.end(), folded);
            directory.markUnclean(); // a crash before the new incarnation is in the log must not hide the need for it
            opened.close();
            SegmentedSiteLog.clear(disk);
            opened = SegmentedSiteLog.open(disk, settings, folded, writer, readers);
            forgetful = true;
        }
        requireNoGap(opened, folded);
        if (forgetful) {
            openIncarnation(opened);
        }
        return opened;
    }

    /** A log that was taken away looks like one that never was, but for the rest of the directory. */
    private boolean isEmptyThoughUsed(SegmentedSiteLog opened) {
        return opened.end() < opened.start() && !directory.isNew();
    }

    private void requireNoGap(SegmentedSiteLog opened, long folded) {
        if (opened.start() > folded + 1) {
            throw new DataDirectoryException(
                    "the log in %s begins with record %d, but the data in %s end with record %d,"
                                    .formatted(directory.log(), opened.start(), directory.state(), folded)
                            + " and what lies between is gone. Put a backup in the place of " + directory.path()
                            + ", or move it away: the site then starts empty and gets everything from the others; writes that"
                            + " only this site had would be lost.");
        }
    }

    private void openIncarnation(SegmentedSiteLog opened) {
        String incarnation = newIncarnation();
        var started = new LogRecord.Incarnation(incarnation);
        long position = opened.end() + 1;
        opened.append(List.of(new LogEntry(position, RecordCodec.encode(started))))
                .toCompletableFuture()
                .join();
        opened.sync();
        opened.whenDurable(position).toCompletableFuture().join();
        directory.restoredHandled();
        directory.markClean();
        LOG.warnf("This site may have lost writes that others know, and goes on as incarnation %s", incarnation);
    }

    /** Before the state becomes durable, the log does. */
    private void syncLog() {
        if (config.log().durability() == Durability.INTERVAL) {
            long end = log.end();
            log.sync();
            log.whenDurable(end)
                    .toCompletableFuture()
                    .orTimeout(SYNC_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }
}
