package io.causalgrid.kv.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that keeps everything, and checks that positions have no gaps. */
final class Seen implements BatchSink {
    final List<String> records = new ArrayList<>();
    int batches;

    @Nullable
    RuntimeException failure;

    private long last = -1;

    @Override
    public void accept(List<LogEntry> batch) {
        batches++;
        for (LogEntry entry : batch) {
            if (last >= 0 && entry.position() != last + 1) {
                throw new AssertionError(entry.position() + " follows on " + last);
            }
            last = entry.position();
            records.add(new String(entry.bytes(), UTF_8));
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        failure = cause;
    }
}
