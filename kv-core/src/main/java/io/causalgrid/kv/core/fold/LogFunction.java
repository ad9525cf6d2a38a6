package io.causalgrid.kv.core.fold;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Transaction;
import java.util.Optional;

/**
 * The pure function from a site's log to the transactions it stands for. The same records give the same transactions on
 * every machine and in every run.
 *
 * <ul>
 *   <li>A local record becomes the site's next transaction; it depends on everything before it, and its timestamp is
 *       above everything before it.
 *   <li>An import takes effect only as its site's next transaction and only after its causes. Anything else is dropped,
 *       so a record delivered twice does no harm.
 *   <li>An incarnation renames the site for all local records that follow.
 *   <li>An installation stands for all transactions of its snapshot at once.
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
public final class LogFunction {
    private LogPoint point;

    /** Starts behind a point that the same log led to. */
    public LogFunction(LogPoint point) {
        this.point = point;
    }

    /** How far the log was folded. */
    public LogPoint point() {
        return point;
    }

    /**
     * Folds the next record.
     *
     * @return the transaction that takes effect, or nothing if the record is none or has none
     * @throws IllegalArgumentException if the position does not follow on the last one
     */
    public Optional<Transaction> step(long position, LogRecord logRecord) {
        if (position != point.position() + 1) {
            throw new IllegalArgumentException("position " + position + " does not follow on " + point.position());
        }
        return switch (logRecord) {
            case LogRecord.Local local -> Optional.of(apply(resolve(local)));
            case LogRecord.Import(Transaction transaction)
            when transaction.isNextAfter(point.applied()) -> Optional.of(apply(transaction));
            case LogRecord.Import _ -> pass(point.self(), point.applied(), point.highest());
            case LogRecord.Incarnation(String incarnation) ->
                pass(new SiteId(point.self().name(), incarnation), point.applied(), point.highest());
            case LogRecord.Install install ->
                pass(
                        point.self(),
                        point.applied().merge(install.applied()),
                        point.highest().max(install.highest()));
        };
    }

    private Transaction resolve(LogRecord.Local local) {
        HybridTimestamp timestamp = local.timestamp().max(point.highest().next());
        return new Transaction(point.next(), point.applied(), timestamp, local.mutations());
    }

    private Transaction apply(Transaction transaction) {
        point = new LogPoint(
                point.position() + 1,
                point.self(),
                point.applied().with(transaction.dot()),
                point.highest().max(transaction.timestamp()));
        return transaction;
    }

    private Optional<Transaction> pass(SiteId self, VersionVector applied, HybridTimestamp highest) {
        point = new LogPoint(point.position() + 1, self, applied, highest);
        return Optional.empty();
    }
}
