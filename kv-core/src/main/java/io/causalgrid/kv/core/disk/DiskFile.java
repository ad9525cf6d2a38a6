package io.causalgrid.kv.core.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. One thread writes; any thread reads. What may be lost in a crash: any part of what was written since the
 * last {@link #sync}, in any order.
 */
public interface DiskFile extends Closeable {
    /** The file's path, for people. */
    String path();

    /** The length in bytes. */
    long size() throws IOException;

    /**
     * Fills the buffer's remaining space with the bytes from that offset on.
     *
     * @throws java.io.EOFException if the file ends before that
     */
    void read(long offset, ByteBuffer target) throws IOException;

    /**
     * Writes all that remains in the buffer at that offset. When it fails, any part of it may have been written.
     *
     * @throws IOException also when the disk is full
     */
    void write(long offset, ByteBuffer source) throws IOException;

    /** Cuts the file off at that length. */
    void truncate(long size) throws IOException;

    /** Returns when what was written is as durable as the disk can make it. */
    void sync() throws IOException;
}
