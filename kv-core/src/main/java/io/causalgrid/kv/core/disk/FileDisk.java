package io.causalgrid.kv.core.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the file system. */
public final class FileDisk implements Disk {
    private final Path directory;

    /**
     * Uses that directory, which is made if it is not there.
     *
     * @throws IOException if it cannot be made
     */
    public FileDisk(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void syncNames() throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private DiskFile open(String name, OpenOption... options) throws IOException {
        Path file = directory.resolve(name);
        return new ChannelFile(file, FileChannel.open(file, options));
    }

    private record ChannelFile(Path file, FileChannel channel) implements DiskFile {
        @Override
        public String path() {
            return file.toString();
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            long at = offset;
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new EOFException(file + " ends at " + at);
                }
                at += count;
            }
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            long at = offset;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
