package io.causalgrid.kv.service.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a directory to one process: a lock that ends with it, on a file in which its number stands. */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "LOCK";
    // Closing any channel of a file takes all of the process's locks on it away (POSIX), so the process must not open
    // the file a second time to find out that it holds the lock.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the lock; throws {@link DataDirectoryException} if somebody else has it. */
    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD_HERE.add(real)) {
            throw inUse(real, "this very process");
        }
        try {
            return new DirectoryLock(real, open(real));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(directory);
    }

    private static FileChannel open(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = Files.readString(file).strip();
                throw inUse(directory, holder.isEmpty() ? "another process" : "process " + holder);
            }
            String own = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DataDirectoryException inUse(Path directory, String holder) {
        return new DataDirectoryException("the data directory " + directory + " is in use by " + holder
                + ". Two replicas cannot share one: stop that process, or set causalgrid.kv.data-dir to another.");
    }
}
