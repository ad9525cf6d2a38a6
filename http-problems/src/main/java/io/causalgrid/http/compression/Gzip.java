package io.causalgrid.http.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses one body. It holds about 256 KiB outside the heap, and a permit for that, until it ends. */
final class Gzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 4 << 10;

    private final Semaphore free;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param free where the permit goes that this one holds */
    Gzip(OutputStream out, Semaphore free) throws IOException {
        super(out, BUFFER_BYTES);
        this.free = free;
        def.setLevel(Deflater.BEST_SPEED); // several times as fast as the default, for bodies a little larger
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            end();
        }
    }

    /** Gives back what it holds, whether or not the body is whole. Once more does nothing. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            def.end();
            free.release();
        }
    }
}
