package io.causalgrid.http.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LargeBodyTest {
    private static final byte[] LARGE = "large".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    private static final byte[] SMALL = "s".repeat(1_024).getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream connection = new ByteArrayOutputStream();
    private final Semaphore compressors = new Semaphore(1);
    private int announced;

    @Test
    void aLargeOneIsCompressed() throws IOException {
        write(LARGE);

        assertThat(announced).isOne();
        assertThat(connection.size()).isLessThan(LARGE.length / 10);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(connection.toByteArray())).readAllBytes())
                .isEqualTo(LARGE);
        assertThat(compressors.availablePermits()).isOne();
    }

    @Test
    void aSmallOneIsSentAsItIs() throws IOException {
        write(SMALL);

        assertThat(announced).isZero();
        assertThat(connection.toByteArray()).isEqualTo(SMALL);
    }

    @Test
    void withoutAPermitALargeOneIsSentAsItIs() throws IOException {
        compressors.acquireUninterruptibly();

        write(LARGE);

        assertThat(announced).isZero();
        assertThat(connection.toByteArray()).isEqualTo(LARGE);
        assertThat(compressors.availablePermits()).isZero();
    }

    @Test
    @SuppressWarnings("resource") // as if its writer had failed
    void oneThatIsNeverWholeGivesItsPermitBackOnce() throws IOException {
        LargeBody body = body();
        body.write(LARGE);
        assertThat(compressors.availablePermits()).isZero();

        body.end();
        body.end();

        assertThat(compressors.availablePermits()).isOne();
    }

    private LargeBody body() {
        return new LargeBody(connection, compressors, () -> {
            assertThat(connection.size()).isZero();
            announced++;
        });
    }

    /** Piece by piece, as a JSON generator does, which flushes now and then. */
    private void write(byte[] bytes) throws IOException {
        try (LargeBody body = body()) {
            body.write(bytes[0]);
            for (int from = 1; from < bytes.length; from += 100) {
                body.write(bytes, from, Math.min(100, bytes.length - from));
                body.flush();
            }
        }
    }
}
