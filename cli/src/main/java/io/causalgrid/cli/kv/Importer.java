package io.causalgrid.cli.kv;

import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Writes the batches of an import, one after another in one session, so that of two lines with one key the later wins,
 * whichever replicas they are sent to. While the store writes a batch the next is read.
 *
 * <p>A batch's id is made of the import's name and of its lines: sent again after an interruption, it is not written again
 * where it is remembered, and elsewhere it writes the same values once more.
 */
public final class Importer {

    private final CausalSession session;
    private final Listener listener;
    private final Clock clock;

    /** Hears how it goes. */
    public interface Listener {

        /**
         * A batch is written.
         *
         * @param progress up to it
         * @param inputBytes how many bytes of the input have been dealt with, as far as they were read
         * @param keys so far, in this run
         */
        void acknowledged(ImportProgress progress, long inputBytes, long keys) throws IOException;
    }

    public Importer(CausalSession session, Clock clock, Listener listener) {
        this.session = session;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Writes all batches. Whatever it fails with, what was told to the listener is written, and nothing after the batch that
     * was under way.
     *
     * @return how many keys were written
     */
    public long run(ImportProgress start, ImportBatches batches) throws IOException {
        long keys = 0;
        Optional<ImportBatch> next = batches.next();
        while (next.isPresent()) {
            ImportBatch batch = next.get();
            CompletableFuture<Receipt> written = session.async()
                    .write(batch.batch(), WriteOptions.none().requestId(id(start, batch)))
                    .toCompletableFuture();
            KvException badLine = null;
            try {
                next = batches.next();
            } catch (KvException e) {
                badLine = e;
            }
            await(written, batch);
            keys += batch.keys();
            listener.acknowledged(start.at(batch.lastLine()), batch.endBytes(), keys);
            if (badLine != null) {
                throw badLine;
            }
        }
        return keys;
    }

    private static void await(CompletableFuture<Receipt> written, ImportBatch batch) {
        try {
            var _ = written.join();
        } catch (CompletionException e) {
            throw new KvException(
                    "Lines %d to %d: %s"
                            .formatted(
                                    batch.firstLine(),
                                    batch.lastLine(),
                                    e.getCause() == null
                                            ? e.getMessage()
                                            : e.getCause().getMessage()),
                    e);
        }
    }

    /** With a value that expires it is another request each second, since what is left of its time is sent. */
    private String id(ImportProgress start, ImportBatch batch) {
        String id = start.run() + ":" + batch.firstLine() + "-" + batch.lastLine();
        return batch.expiring() ? id + "@" + clock.instant().getEpochSecond() : id;
    }
}
