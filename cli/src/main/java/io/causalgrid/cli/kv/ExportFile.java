package io.causalgrid.cli.kv;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file that an export is written to. Its last line may be torn, if the export was interrupted, and is cut off then. */
public final class ExportFile implements AutoCloseable {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int LINE_BYTES_MAX = 256 * 1024 * 1024;

    private final FileChannel channel;
    private final Optional<String> lastKey;

    private ExportFile(FileChannel channel, Optional<String> lastKey) {
        this.channel = channel;
        this.lastKey = lastKey;
    }

    /** A new one; fails if there is something of that name. */
    public static ExportFile create(Path path) throws IOException {
        return new ExportFile(
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Optional.empty());
    }

    /** One that is there goes on after its last whole line; one that is not is made. */
    public static ExportFile resume(Path path, String prefix) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = lineEndBefore(channel, channel.size());
            Optional<String> key = end == 0 ? Optional.empty() : Optional.of(keyOfLine(channel, end, path));
            key.filter(name -> !name.startsWith(prefix)).ifPresent(name -> {
                throw new KvException("%s ends with the key '%s', which does not begin with '%s': it is another export"
                        .formatted(path, Shown.oneLine(name), Shown.oneLine(prefix)));
            });
            channel.truncate(end).position(end);
            return new ExportFile(channel, key);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The key of the last line that was there. */
    public Optional<String> lastKey() {
        return lastKey;
    }

    /** Where to write. */
    public OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    /** Makes sure that what was written is on the disk. */
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String keyOfLine(FileChannel channel, long end, Path path) throws IOException {
        long start = lineEndBefore(channel, end - 1);
        if (end - start > LINE_BYTES_MAX) {
            throw new KvException("The last line of " + path + " is longer than any line of an export");
        }
        ByteBuffer line = ByteBuffer.allocate((int) (end - start));
        read(channel, line, start);
        try {
            return ExportLine.parse(line.array()).key();
        } catch (IllegalArgumentException e) {
            throw new KvException("The last line of " + path + " is not one of an export: " + e.getMessage(), e);
        }
    }

    /** The place behind the last end of a line before that place; 0 if there is none. */
    private static long lineEndBefore(FileChannel channel, long place) throws IOException {
        long end = place;
        while (end > 0) {
            long start = Math.max(0, end - BLOCK_BYTES);
            ByteBuffer block = ByteBuffer.allocate((int) (end - start));
            read(channel, block, start);
            for (int index = block.capacity() - 1; index >= 0; index--) {
                if (block.get(index) == '\n') {
                    return start + index + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private static void read(FileChannel channel, ByteBuffer into, long from) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }
}
