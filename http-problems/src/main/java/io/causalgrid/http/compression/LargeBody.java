package io.causalgrid.http.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A body that is compressed if it becomes large. Until then it is kept here. It is one document, of use to nobody before it is
 * whole, so flushing it does nothing.
 */
final class LargeBody extends OutputStream {
    /** A smaller body fits into one packet, and compressing it saves nothing. */
    private static final int SMALL_BYTES_MAX = 1 << 10;

    private final OutputStream connection;
    private final Semaphore compressors;
    private final Runnable announce;
    private final ByteArrayOutputStream small = new ByteArrayOutputStream();
    private @Nullable OutputStream large;
    private volatile @Nullable Gzip gzip; // what to end, for another thread

    /**
     * Begins.
     *
     * @param compressors permits to compress; without one the body is sent as it is
     * @param announce runs before anything is written that is compressed
     */
    LargeBody(OutputStream connection, Semaphore compressors, Runnable announce) {
        this.connection = connection;
        this.compressors = compressors;
        this.announce = announce;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (large == null && small.size() + length > SMALL_BYTES_MAX) {
            large = begin();
            small.writeTo(large);
        }
        (large == null ? small : large).write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        OutputStream body = large;
        if (body == null) {
            body = connection;
            small.writeTo(body);
        }
        body.close();
    }

    /** Gives back what compressing takes, if the body will not be closed. */
    void end() {
        Gzip begun = gzip;
        if (begun != null) {
            begun.end();
        }
    }

    private OutputStream begin() throws IOException {
        if (!compressors.tryAcquire()) {
            return connection;
        }
        announce.run();
        gzip = new Gzip(connection, compressors);
        return gzip;
    }
}
