package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.StateException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Copies of the state that other sites fetch. A copy stays as long as somebody may come back for the rest of it, also
 * over a restart of this site. All methods block on the disk and may be called by any thread.
 */
public final class OutgoingSnapshots implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutgoingSnapshots.class);
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Path directory;
    private final Consumer<Path> checkpoint;
    private final Supplier<String> newName;
    private final InstantSource clock;
    private final Map<String, Copy> copies = new HashMap<>(); // guarded by this

    private static final class Copy {
        private final CheckpointReader reader;
        private final Instant madeAt;
        private Instant usedAt;
        private int leases;

        Copy(CheckpointReader reader, Instant madeAt) {
            this.reader = reader;
            this.madeAt = madeAt;
            this.usedAt = madeAt;
        }
    }

    /** Somebody's right to read a copy. */
    public final class Lease implements AutoCloseable {
        private final String name;
        private final Copy copy;

        private Lease(String name, Copy copy) {
            this.name = name;
            this.copy = copy;
            copy.leases++;
        }

        /** Under which name the rest of it can be asked for. */
        public String name() {
            return name;
        }

        /** The data. */
        public CheckpointReader reader() {
            return copy.reader;
        }

        @Override
        public void close() {
            synchronized (OutgoingSnapshots.this) {
                copy.leases--;
                copy.usedAt = clock.instant();
            }
        }
    }

    /** @param checkpoint makes a copy of the state in a new directory */
    OutgoingSnapshots(Path directory, Consumer<Path> checkpoint, Supplier<String> newName, InstantSource clock) {
        this.directory = directory;
        this.checkpoint = checkpoint;
        this.newName = newName;
        this.clock = clock;
        StagedSnapshot.names(directory).forEach(this::takeUp);
    }

    /**
     * Opens the copy of that name, or, if there is none, one that was made just now.
     *
     * @throws StateException if the disk fails
     */
    public synchronized Lease open(String name) {
        Copy known = copies.get(name);
        if (known != null) {
            return new Lease(name, known);
        }
        Instant now = clock.instant();
        Optional<String> fresh = copies.entrySet().stream()
                .filter(entry -> entry.getValue().madeAt.plus(FRESH).isAfter(now))
                .map(Map.Entry::getKey)
                .findFirst();
        String chosen = fresh.orElseGet(newName);
        return new Lease(chosen, copies.computeIfAbsent(chosen, this::make));
    }

    /** Deletes the copies that nobody has read for that long. */
    public synchronized void deleteUnused(Duration timeout) {
        Instant now = clock.instant();
        for (String name : List.copyOf(copies.keySet())) {
            Copy copy = copies.get(name);
            if (copy != null && copy.leases == 0 && copy.usedAt.plus(timeout).isBefore(now)) {
                copies.remove(name);
                copy.reader.close();
                StagedSnapshot.delete(directory, name);
            }
        }
    }

    @Override
    public synchronized void close() {
        copies.values().forEach(copy -> copy.reader.close());
        copies.clear();
    }

    /** A copy from before this start, whose reader may come back. One that a crash left half made or half deleted goes. */
    private void takeUp(String name) {
        try {
            copies.put(name, new Copy(CheckpointReader.open(directory.resolve(name)), clock.instant()));
        } catch (StateException e) {
            LOG.infof("The copy %s for other sites is of no use any more: %s", name, e.getMessage());
            StagedSnapshot.delete(directory, name);
        }
    }

    private Copy make(String name) {
        Path target = directory.resolve(name);
        checkpoint.accept(target);
        return new Copy(CheckpointReader.open(target), clock.instant());
    }
}
