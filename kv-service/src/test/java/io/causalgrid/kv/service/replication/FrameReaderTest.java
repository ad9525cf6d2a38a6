package io.causalgrid.kv.service.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Digest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final SiteId NODE0 = new SiteId("node0", "a");
    private static final Transaction TRANSACTION = new Transaction(
            new Dot(NODE0, 1),
            VersionVector.empty(),
            new HybridTimestamp(1),
            List.of(new Mutation.Put("x", Value.text("A"))));
    private static final SiteReport REPORT =
            new SiteReport(TRANSACTION.dot().site(), true, TRANSACTION.vector(), new Digest(-1, 2), 3);
    private static final Buffer STREAM = Buffer.buffer()
            .appendBuffer(Frame.hello(NODE0, "proof"))
            .appendBuffer(Frame.ofRecords(List.of(RecordCodec.encode(new LogRecord.Import(TRANSACTION)))))
            .appendBuffer(Frame.ofReport(REPORT));

    private final List<Frame> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader(frames::add);

    @Test
    void framesComeBackHoweverTheNetworkCutsThem() {
        for (int size = 1; size <= STREAM.length(); size++) {
            frames.clear();
            for (int from = 0; from < STREAM.length(); from += size) {
                reader.handle(STREAM.getBuffer(from, Math.min(from + size, STREAM.length())));
            }
            assertThat(frames)
                    .containsExactly(
                            new Frame.Hello(NODE0, "proof"), new Frame.Transfer(TRANSACTION), new Frame.Report(REPORT));
        }
    }

    @Test
    void aLengthThatCannotBeIsRefusedBeforeMemoryIsTaken() {
        Buffer huge = Buffer.buffer().appendInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> reader.handle(huge)).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void aFrameThatEndsTooEarlyDoesNotReadOnIntoTheNext() {
        byte[] record = RecordCodec.encode(new LogRecord.Import(TRANSACTION));
        byte[] torn = Arrays.copyOf(record, record.length - 1);
        Buffer stream = Frame.ofRecords(List.of(torn, record));

        assertThatThrownBy(() -> reader.handle(stream)).isInstanceOf(CorruptRecordException.class);
        assertThat(frames).isEmpty();
    }

    @Test
    void anUnknownFrameIsRefused() {
        Buffer unknown = Buffer.buffer().appendInt(1).appendByte((byte) 99);

        assertThatThrownBy(() -> reader.handle(unknown)).isInstanceOf(CorruptRecordException.class);
    }
}
