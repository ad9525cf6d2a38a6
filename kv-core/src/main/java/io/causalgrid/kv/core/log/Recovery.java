package io.causalgrid.kv.core.log;

/**
 * What opening a log had to cut off: the remains of a batch that was being written in a crash. In
 * {@link Durability#INTERVAL} mode a crash may lose accepted records without leaving such remains.
 *
 * @param file the path of the file that was cut; empty if none was
 * @param offset its length since then, in bytes; 0 if it was removed
 * @param bytesCut how many bytes it lost; 0 if the log was whole
 * @param end the position of the newest record left; what was cut stood after it
 */
public record Recovery(String file, long offset, long bytesCut, long end) {
    static Recovery nothingCut(long end) {
        return new Recovery("", 0, 0, end);
    }

    /** Whether anything was cut off. */
    public boolean hasCut() {
        return !file.isEmpty();
    }
}
