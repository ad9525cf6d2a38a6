package io.causalgrid.grid.core.owner;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where a substation's owners keep what they decide, and read what others say of keys. One serves one owner, for the time of
 * its claim, and may be called from any thread; its stages may complete on any thread.
 */
public interface Journal extends AutoCloseable {
    /**
     * Begins an owner's time: what earlier owners have left, from the last book on. All batches that were ever reported as
     * safe are in it. From now on what owners with lower claim numbers write counts no more, here or for any later reader.
     * Blocks.
     *
     * @param claim the new owner's claim number; higher than all before
     * @throws JournalException if it cannot be read now
     */
    List<OwnerEvent> takeOver(long claim);

    /**
     * Writes a batch, all of it or nothing. One at a time, in the order of their numbers; the same batch again is harmless.
     *
     * @return whether it is safe, so that every later {@link #takeOver} finds it; if false or failed it may be there all the
     *     same, and has to be written again before the next one
     */
    CompletionStage<Boolean> write(Batch batch);

    /**
     * Reads what all substations say of keys: whatever was safe when this was called is among it. Fails if it cannot be known
     * now.
     */
    CompletionStage<Map<String, List<KeyFinding>>> read(Set<String> keys);

    /** Whether others than this process read and write here. */
    boolean isShared();

    @Override
    void close();
}
