package io.causalgrid.cli.kv;

import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an import's lines into batches. Where it cuts depends on the lines only, from the first on that it reads, so that a
 * second run cuts as the first did. A batch has a key once: a line that has it again begins the next.
 */
public final class ImportBatches {

    private static final int KEYS_MAX = 1000;
    private static final int BYTES_MAX = 4 * 1024 * 1024; // half of what a replica takes by default
    private static final int MUTATION_BYTES = 128; // names of members, punctuation

    private final ByteLines lines;
    private final Clock clock;
    private long expired;
    private @Nullable ExportLine pending;

    /** @param in the lines, from the first on */
    public ImportBatches(InputStream in, Clock clock) {
        this.lines = new ByteLines(in);
        this.clock = clock;
    }

    /** Passes over so many lines. */
    public void skip(long count) throws IOException {
        while (lines.number() < count && lines.next() != null) {
            // passed over
        }
    }

    /** How many values were left out because their time was over already. */
    public long expired() {
        return expired;
    }

    /**
     * The next batch; empty after the last. A line that is not one of an export gives a {@link KvException} with its number, and
     * those before it in the same batch are given to nobody.
     */
    Optional<ImportBatch> next() throws IOException {
        var building = new Building();
        while (true) {
            ExportLine entry = pending == null ? nextEntry() : pending;
            pending = entry;
            if (entry == null || !building.takes(entry)) {
                return building.keys.isEmpty() ? Optional.empty() : Optional.of(building.build());
            }
            building.add(entry);
            pending = null;
        }
    }

    /** The next line that is not blank and whose value has time left. */
    private @Nullable ExportLine nextEntry() throws IOException {
        byte[] text = lines.next();
        while (text != null) {
            if (!new String(text, StandardCharsets.ISO_8859_1).isBlank()) {
                ExportLine entry = parse(text);
                if (timeLeft(entry.expiresAt()).map(Duration::isPositive).orElse(true)) {
                    return entry;
                }
                expired++;
            }
            text = lines.next();
        }
        return null;
    }

    private ExportLine parse(byte[] text) {
        try {
            return ExportLine.parse(text);
        } catch (IllegalArgumentException e) {
            throw new KvException("Line " + lines.number() + " is not one of an export: " + e.getMessage(), e);
        }
    }

    private Optional<Duration> timeLeft(Optional<Instant> expiresAt) {
        return expiresAt.map(time -> {
            long millis = Duration.between(clock.instant(), time).toMillis();
            return Duration.ofSeconds(Math.ceilDiv(millis, 1000L));
        });
    }

    /** The batch that is being put together. */
    private final class Building {
        private final Batch batch = new Batch();
        private final Set<String> keys = new HashSet<>();
        private final long expiredBefore = expired;
        private long firstLine;
        private long lastLine;
        private long endBytes;
        private long size;
        private boolean expiring;

        boolean takes(ExportLine entry) {
            return keys.isEmpty()
                    || (keys.size() < KEYS_MAX && size + size(entry) <= BYTES_MAX && !keys.contains(entry.key()));
        }

        void add(ExportLine entry) {
            firstLine = keys.isEmpty() ? lines.number() : firstLine;
            lastLine = lines.number();
            endBytes = lines.bytes();
            keys.add(entry.key());
            size += size(entry);
            Optional<Duration> left = timeLeft(entry.expiresAt());
            expiring |= left.isPresent();
            WriteOptions options = left.map(WriteOptions.none()::expiresIn).orElse(WriteOptions.none());
            var _ = batch.put(Key.of(entry.key()), entry.value(), options);
        }

        ImportBatch build() {
            return new ImportBatch(batch, firstLine, lastLine, endBytes, expiring || expired > expiredBefore);
        }

        private static long size(ExportLine entry) {
            return MUTATION_BYTES + 3L * entry.key().length() + entry.value().bytes().length * 4L / 3;
        }
    }
}
