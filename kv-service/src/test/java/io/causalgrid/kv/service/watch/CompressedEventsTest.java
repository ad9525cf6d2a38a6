package io.causalgrid.kv.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class CompressedEventsTest {
    private static final int HEADER_BYTES = 10;

    private final Semaphore free = new Semaphore(1);
    private final CompressedEvents events = begun();

    @Test
    void allOfThemAreWhatWasWritten() throws IOException {
        var plain = Buffer.buffer();
        var coded = Buffer.buffer();
        var random = new Random(1);
        for (int length : List.of(1, 300, 300, 70_000, 300, 65_536, 65_537, 200_000, 0, 5_000)) {
            Buffer event = event(random, length);
            plain.appendBuffer(event);
            events.write(event).forEach(coded::appendBuffer);
        }
        coded.appendBuffer(events.finish());

        try (var decoded = new GZIPInputStream(new ByteArrayInputStream(coded.getBytes()))) {
            assertThat(decoded.readAllBytes()).isEqualTo(plain.getBytes());
        }
    }

    @Test
    void eachCanBeReadWhenItHasCome() throws DataFormatException {
        var inflater = new Inflater(true);
        int skipped = HEADER_BYTES;
        for (int length : List.of(10, 100_000, 10, 60_000, 10)) {
            Buffer event = event(new Random(length), length);
            var coded = Buffer.buffer();
            events.write(event).forEach(coded::appendBuffer);

            inflater.setInput(coded.getBytes(skipped, coded.length()));
            byte[] read = new byte[length + 1];
            assertThat(inflater.inflate(read)).isEqualTo(length);
            assertThat(Buffer.buffer(read).slice(0, length)).isEqualTo(event);
            skipped = 0;
        }
        inflater.end();
    }

    @Test
    void whatIsAlikeBecomesSmall() {
        Buffer event =
                Buffer.buffer("event: change\ndata: {\"changes\":[{\"key\":\"order/7\",\"value\":\"paid\"}]}\n\n");
        events.write(event);

        assertThat(events.write(event)).singleElement().satisfies(coded -> assertThat(coded.length())
                .isLessThan(event.length() / 3));
    }

    @Test
    void aLargeEventIsNotCopied() {
        Buffer event = event(new Random(1), 200_000);
        byte[] before = event.getBytes();

        List<Buffer> parts = new ArrayList<>(events.write(event));
        event.setByte(100, (byte) (event.getByte(100) + 1));

        assertThat(parts.get(1).getByte(100)).isEqualTo((byte) (before[100] + 1));
    }

    @Test
    void itGivesItsPermitBackOnce() {
        assertThat(free.availablePermits()).isZero();

        events.finish();
        events.end();

        assertThat(free.availablePermits()).isOne();
        assertThat(events.write(Buffer.buffer("x"))).isEmpty();
    }

    private CompressedEvents begun() {
        assertThat(free.tryAcquire()).isTrue();
        return new CompressedEvents(free);
    }

    private static Buffer event(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (bytes[i] & 3)); // so that it can be compressed, and not too well
        }
        return Buffer.buffer(bytes);
    }
}
