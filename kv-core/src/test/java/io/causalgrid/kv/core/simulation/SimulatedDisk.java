package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that loses, tears and fails on purpose, and exactly when it is told to. What is synced survives a
 * {@link #crash}; of the rest any 512-byte sector, any length and any name may or may not. Files that were open before a
 * crash cannot be used after it. Any thread may use it.
 */
public final class SimulatedDisk implements Disk {
    private Map<String, SimulatedFile> names = new TreeMap<>();
    private Map<String, SimulatedFile> durableNames = new TreeMap<>();
    private Runnable beforeEachOperation = () -> {};
    private boolean liesAboutSyncs;
    private @Nullable String failure;
    private @Nullable String nextWriteFailure;
    private int bytesBeforeFailure;
    private @Nullable String nextSyncFailure;
    private int lives;
    private long syncs;
    private long reads;

    /** Is called before anything is done; when it throws, that is not done. So a crash can come at any operation. */
    public synchronized void beforeEachOperation(Runnable hook) {
        beforeEachOperation = hook;
    }

    /** The next write fails after that many bytes. */
    public synchronized void failNextWrite(String message, int bytesWritten) {
        nextWriteFailure = message;
        bytesBeforeFailure = bytesWritten;
    }

    /** The next sync, of a file or of the names, fails, and nothing becomes durable by it. */
    public synchronized void failNextSync(String message) {
        nextSyncFailure = message;
    }

    /** From now on everything fails that changes something; null ends that. */
    public synchronized void failAlways(@Nullable String message) {
        failure = message;
    }

    /** From now on a sync does nothing and says that all is well, as some disks do. */
    public synchronized void lieAboutSyncs(boolean lies) {
        liesAboutSyncs = lies;
    }

    /** How often a file was synced. */
    public synchronized long syncs() {
        return syncs;
    }

    /** How often a file was read from. */
    public synchronized long reads() {
        return reads;
    }

    /**
     * The machine stops. What was not synced survives in part, as chance will have it. Failures that were still to come
     * are forgotten.
     */
    public synchronized void crash(Random random) {
        lives++;
        nextWriteFailure = null;
        nextSyncFailure = null;
        var found = new TreeSet<>(names.keySet());
        found.addAll(durableNames.keySet());
        var left = new TreeMap<String, SimulatedFile>();
        for (String name : found) {
            SimulatedFile file = (random.nextBoolean() ? names : durableNames).get(name);
            if (file != null) {
                left.put(name, file);
            }
        }
        left.values().forEach(file -> file.crash(random));
        names = left;
        durableNames = new TreeMap<>(left);
    }

    /** The process stops, and the machine does not: everything written is still there, but no more durable than before. */
    public synchronized void kill() {
        lives++;
    }

    /** Somebody puts in a new disk. */
    public synchronized void loseEverything() {
        lives++;
        names.clear();
        durableNames.clear();
    }

    /** A backup: another disk with what is durable on this one. */
    public synchronized SimulatedDisk copy() {
        var copy = new SimulatedDisk();
        copy.restore(this);
        return copy;
    }

    /** Somebody puts back what is durable on that backup, and nothing else. */
    public synchronized void restore(SimulatedDisk backup) {
        lives++;
        names.clear();
        backup.durableNames.forEach((name, file) -> names.put(name, file.durableCopy()));
        durableNames = new TreeMap<>(names);
    }

    /** The bytes of a file as they are now. */
    public synchronized byte[] content(String name) {
        return named(name).content();
    }

    /** Puts these bytes, durably, into a file; one that is there is replaced. */
    public synchronized void put(String name, byte[] content) {
        SimulatedFile file = new SimulatedFile(content);
        names.put(name, file);
        durableNames.put(name, file);
    }

    /** Takes a file away, durably. */
    public synchronized void remove(String name) {
        names.remove(name);
        durableNames.remove(name);
    }

    @Override
    public synchronized List<String> names() {
        beforeEachOperation.run();
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        beforeChange();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        var file = new SimulatedFile(new byte[0]);
        names.put(name, file);
        return new OpenFile(name, file, lives);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        beforeEachOperation.run();
        if (!names.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        return new OpenFile(name, named(name), lives);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        beforeChange();
        names.remove(name);
    }

    @Override
    public synchronized void syncNames() throws IOException {
        if (beforeSync()) {
            durableNames = new TreeMap<>(names);
        }
    }

    private SimulatedFile named(String name) {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new AssertionError("there is no file " + name);
        }
        return file;
    }

    private void beforeChange() throws IOException {
        beforeEachOperation.run();
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /** Whether what follows really is to become durable. */
    private boolean beforeSync() throws IOException {
        beforeChange();
        if (nextSyncFailure != null) {
            var failed = new IOException(nextSyncFailure);
            nextSyncFailure = null;
            throw failed;
        }
        return !liesAboutSyncs;
    }

    private final class OpenFile implements DiskFile {
        private final String name;
        private final SimulatedFile file;
        private final int life;

        OpenFile(String name, SimulatedFile file, int life) {
            this.name = name;
            this.file = file;
            this.life = life;
        }

        @Override
        public String path() {
            return "/simulated/" + name;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                beforeUse();
                return file.size();
            }
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            synchronized (SimulatedDisk.this) {
                beforeUse();
                reads++;
                file.read(offset, target);
            }
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            synchronized (SimulatedDisk.this) {
                requireLife();
                beforeChange();
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                if (nextWriteFailure != null) {
                    var failed = new IOException(nextWriteFailure);
                    nextWriteFailure = null;
                    file.write(offset, bytes, Math.min(bytesBeforeFailure, bytes.length));
                    throw failed;
                }
                file.write(offset, bytes, bytes.length);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                requireLife();
                beforeChange();
                file.truncate(size);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                requireLife();
                syncs++;
                if (beforeSync()) {
                    file.sync();
                }
            }
        }

        @Override
        public void close() {
            // nothing is held
        }

        private void beforeUse() {
            requireLife();
            beforeEachOperation.run();
        }

        private void requireLife() {
            if (life != lives) {
                throw new IllegalStateException("the process that opened " + name + " is gone");
            }
        }
    }
}
