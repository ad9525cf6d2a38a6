package io.causalgrid.cli.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time change a cluster, also over several launchers; the system releases it when its holder dies. */
record ClusterLock(Path path) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;

    static ClusterLock in(Path stateDirectory) {
        return new ClusterLock(stateDirectory.resolve("cluster.lock"));
    }

    /**
     * Runs the action while holding the lock, after waiting for it for a minute at the most.
     *
     * @throws ClusterException when another command holds it for longer
     */
    <T> T during(ClusterListener listener, Supplier<T> action) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (tryLock(channel) == null) {
                listener.waitingForAnotherCommand();
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (tryLock(channel) == null) {
                    if (System.nanoTime() > deadline) {
                        throw new ClusterException("Another ./causalgrid has been changing this cluster for "
                                + PATIENCE.toSeconds() + " s; try again when it is done");
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            }
            return action.get();
        } catch (IOException e) {
            throw new ClusterException(path + " cannot be locked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for another command", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by another thread of this JVM
        }
    }
}
