package io.causalgrid.kv.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final Map<String, LogRecord> RECORDS = GoldenRecords.all();
    private static final LogRecord LOCAL = GoldenRecords.LOCAL;

    /** Logs that were written with this version must stay readable for ever, and must not change when they are copied. */
    @Test
    void recordsOfVersionOneReadAsTheyWereMeant() throws IOException {
        var golden = new LinkedHashMap<String, LogRecord>();
        for (String line : lines("/golden/records-v1.txt")) {
            String[] nameAndBytes = line.split(" ", 2);
            byte[] bytes = HexFormat.of().parseHex(nameAndBytes[1]);
            LogRecord decoded = RecordCodec.decode(bytes);
            golden.put(nameAndBytes[0], decoded);
            assertThat(RecordCodec.encode(decoded)).as(nameAndBytes[0]).isEqualTo(bytes);
        }

        assertThat(golden).isEqualTo(RECORDS);
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = RecordCodecTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void recordsComeBackAsTheyWere() {
        for (LogRecord logRecord : RECORDS.values()) {
            assertThat(RecordCodec.decode(RecordCodec.encode(logRecord))).isEqualTo(logRecord);
        }
    }

    @Test
    void whatIsPassedOnIsWrittenAsItWasAndReadWhenSomebodyLooks() {
        for (LogRecord logRecord : RECORDS.values()) {
            byte[] bytes = RecordCodec.encode(logRecord);
            assertThat(RecordCodec.encode(RecordCodec.decodeToPassOn(bytes))).isEqualTo(bytes);
            assertThat(RecordCodec.decodeToPassOn(bytes)).isEqualTo(logRecord);
        }
    }

    @Test
    void whatIsWrongWithMutationsThatArePassedOnShowsWhenSomebodyLooks() {
        byte[] bytes = RecordCodec.encode(LOCAL);
        var cut = (LogRecord.Local) RecordCodec.decodeToPassOn(Arrays.copyOf(bytes, bytes.length - 1));

        assertThatThrownBy(() -> cut.mutations().getFirst()).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void everyTruncationIsNoticed() {
        for (LogRecord logRecord : RECORDS.values()) {
            byte[] bytes = RecordCodec.encode(logRecord);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> RecordCodec.decode(cut)).isInstanceOf(CorruptRecordException.class);
            }
        }
    }

    @Test
    void bytesAfterTheEndAreNoticed() {
        byte[] bytes = RecordCodec.encode(LOCAL);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThatThrownBy(() -> RecordCodec.decode(longer)).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void garbageIsRefusedAndNeverAnythingElse() {
        var random = new Random(1);
        List<LogRecord> all = List.copyOf(RECORDS.values());
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = RecordCodec.encode(all.get(round % all.size()));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                LogRecord decoded = RecordCodec.decode(bytes);
                assertThat(RecordCodec.decode(RecordCodec.encode(decoded))).isEqualTo(decoded);
            } catch (CorruptRecordException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void aHugeLengthTakesNoMemory() {
        byte[] claimsFourExabytes = new ByteWriter()
                .putByte(1)
                .putByte(1)
                .putUnsigned(1)
                .putUnsigned(1L << 62)
                .toBytes();

        assertThatThrownBy(() -> RecordCodec.decode(claimsFourExabytes)).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void anUnknownVersionIsNamed() {
        byte[] bytes = RecordCodec.encode(LOCAL);
        bytes[0] = 9;

        assertThatThrownBy(() -> RecordCodec.decode(bytes))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("9");
    }
}
