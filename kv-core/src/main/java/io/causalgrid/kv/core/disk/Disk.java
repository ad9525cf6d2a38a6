package io.causalgrid.kv.core.disk;

import java.io.IOException;
import java.util.List;

/**
 * One flat directory. All methods block, and all may be called by any thread.
 *
 * <p>What may be lost in a crash: a file made or deleted since the last {@link #syncNames}, which may then be there or
 * not. What may not: what was there then.
 */
public interface Disk {
    /** The names of all files, in their order. */
    List<String> names() throws IOException;

    /**
     * Makes a new, empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    DiskFile create(String name) throws IOException;

    /**
     * Opens a file that is there.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    DiskFile open(String name) throws IOException;

    /** Takes a file away; harmless if there is none. */
    void delete(String name) throws IOException;

    /** Returns when the directory's entries are as durable as the disk can make them. */
    void syncNames() throws IOException;
}
