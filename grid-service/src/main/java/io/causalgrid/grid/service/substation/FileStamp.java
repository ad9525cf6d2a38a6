package io.causalgrid.grid.service.substation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** By what a changed file is known: another time, size or place on the disk. */
record FileStamp(FileTime changed, long bytes, @Nullable Object place) {
    /** Of a file that is not there, or cannot be looked at. */
    static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1, null);

    static FileStamp of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException _) {
            return NONE;
        }
    }
}
