package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A disk that counts as full while some of it is still free: the log stops before the state does, which needs room to
 * put itself in order. The free space is looked up a few times a second, not at each write.
 */
final class GuardedDisk implements Disk {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final Disk disk;
    private final FileStore store;
    private final long freeBytesMin;
    private final InstantSource clock;
    private volatile long freeBytes = Long.MAX_VALUE;
    private volatile Instant lookedAt = Instant.MIN;
    private volatile boolean guards;

    GuardedDisk(Disk disk, FileStore store, long freeBytesMin, InstantSource clock) {
        this.disk = disk;
        this.store = store;
        this.freeBytesMin = freeBytesMin;
        this.clock = clock;
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        requireSpace();
        return new GuardedFile(disk.create(name));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new GuardedFile(disk.open(name));
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncNames() throws IOException {
        disk.syncNames();
    }

    /** From now on it counts as full; until then all there is may be used, for the little that a start writes. */
    void guard() {
        guards = true;
    }

    /** Why it counts as full; nothing if it does not. */
    Optional<String> shortage() {
        try {
            requireSpace();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void requireSpace() throws IOException {
        if (!guards) {
            return;
        }
        Instant now = clock.instant();
        if (!now.isBefore(lookedAt.plus(LOOK_INTERVAL)) || now.isBefore(lookedAt)) {
            lookedAt = now;
            freeBytes = store.getUsableSpace();
        }
        if (freeBytes < freeBytesMin) {
            throw new IOException("No space left on device but the " + freeBytesMin
                    + " bytes that causalgrid.kv.log.min-free-space keeps for the state");
        }
    }

    private final class GuardedFile implements DiskFile {
        private final DiskFile file;

        GuardedFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            file.read(offset, target);
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            requireSpace();
            file.write(offset, source);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
