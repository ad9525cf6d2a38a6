package io.causalgrid.kv.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final SiteId NODE0 = new SiteId("node0", "a");
    private static final SiteId NODE1 = new SiteId("node1", "b");
    private static final LogRecord LOCAL = new LogRecord.Local(
            new HybridTimestamp(1L << 60),
            List.of(new Mutation.Put("schlüssel/1 %", Value.text("wert 🔌")), new Mutation.Delete("b")));
    private static final LogRecord IMPORT = new LogRecord.Import(new Transaction(
            new Dot(NODE0, 300),
            VersionVector.of(new TreeMap<>(java.util.Map.of(NODE0, 299L, NODE1, 1L << 40))),
            new HybridTimestamp(77),
            List.of(new Mutation.Put("", Value.of("application/octet-stream", new byte[] {0, -1, 127})))));

    @Test
    void recordsComeBackAsTheyWere() {
        for (LogRecord logRecord : List.of(LOCAL, IMPORT)) {
            assertThat(RecordCodec.decode(RecordCodec.encode(logRecord))).isEqualTo(logRecord);
        }
    }

    @Test
    void everyTruncationIsNoticed() {
        for (LogRecord logRecord : List.of(LOCAL, IMPORT)) {
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
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = RecordCodec.encode(round % 2 == 0 ? LOCAL : IMPORT);
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
