package io.causalgrid.kv.core.simulation;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A file's bytes as they are read, as they are durable, and what was done in between. After a crash each sector stands as
 * it was after some of what was done, and so does the length; each for itself.
 */
final class SimulatedFile {
    private static final int SECTOR_BYTES = 512;

    private Image now;
    private Image durable;
    private final List<Change> unsynced = new ArrayList<>();

    /** Either bytes written from there on, or, with none, the file cut off there. */
    private sealed interface Change {
        void applyTo(Image image);

        final class Write implements Change {
            private final int offset;
            private final byte[] bytes;

            Write(int offset, byte[] bytes) {
                this.offset = offset;
                this.bytes = bytes;
            }

            @Override
            public void applyTo(Image image) {
                image.write(offset, bytes);
            }
        }

        record Truncate(int size) implements Change {
            @Override
            public void applyTo(Image image) {
                image.truncate(size);
            }
        }
    }

    /** Bytes that can grow; those after the length are zero. */
    private static final class Image {
        private byte[] bytes;
        private int length;

        Image(byte[] bytes) {
            this.bytes = bytes.clone();
            this.length = bytes.length;
        }

        void write(int offset, byte[] source) {
            int end = offset + source.length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(source, 0, bytes, offset, source.length);
            length = Math.max(length, end);
        }

        void truncate(int size) {
            if (size < length) {
                Arrays.fill(bytes, size, length, (byte) 0);
                length = size;
            }
        }

        void copySector(Image from, int sector) {
            int at = sector * SECTOR_BYTES;
            int end = Math.min(at + SECTOR_BYTES, bytes.length);
            for (int i = at; i < end; i++) {
                bytes[i] = i < from.length ? from.bytes[i] : 0;
            }
        }

        byte[] content() {
            return Arrays.copyOf(bytes, length);
        }
    }

    /** A file with that durable content. */
    SimulatedFile(byte[] content) {
        this.now = new Image(content);
        this.durable = new Image(content);
    }

    int size() {
        return now.length;
    }

    byte[] content() {
        return now.content();
    }

    SimulatedFile durableCopy() {
        return new SimulatedFile(durable.content());
    }

    void read(long offset, ByteBuffer target) throws EOFException {
        if (offset + target.remaining() > now.length) {
            throw new EOFException("the file ends at " + now.length);
        }
        target.put(now.bytes, (int) offset, target.remaining());
    }

    void write(long offset, byte[] bytes, int count) {
        change(new Change.Write((int) offset, Arrays.copyOf(bytes, count)));
    }

    void truncate(long size) {
        change(new Change.Truncate((int) size));
    }

    void sync() {
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    void crash(Random random) {
        if (unsynced.isEmpty()) {
            return;
        }
        List<Image> history = history();
        int length = anyOf(history, random).length;
        var left = new Image(new byte[length]);
        for (int sector = 0; sector * SECTOR_BYTES < length; sector++) {
            left.copySector(anyOf(history, random), sector);
        }
        now = left;
        durable = new Image(left.content());
        unsynced.clear();
    }

    /** The file as it was durable, and after each change since. */
    private List<Image> history() {
        var history = new ArrayList<Image>();
        history.add(durable);
        for (Change change : unsynced) {
            var image = new Image(history.getLast().content());
            change.applyTo(image);
            history.add(image);
        }
        return history;
    }

    /** Mostly all or nothing: that is how the interesting mixtures come about. */
    private static Image anyOf(List<Image> history, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> history.getFirst();
            case 2, 3 -> history.getLast();
            default -> history.get(random.nextInt(history.size()));
        };
    }

    private void change(Change change) {
        change.applyTo(now);
        unsynced.add(change);
    }
}
