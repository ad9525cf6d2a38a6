package io.causalgrid.kv.core.fold;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
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
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
public final class LogFunction {
    private final SiteId self;
    private LogPoint point;

    /** Starts behind a point that the same log led to. */
    public LogFunction(SiteId self, LogPoint point) {
        this.self = self;
        this.point = point;
    }

    /** How far the log was folded. */
    public LogPoint point() {
        return point;
    }

    /**
     * Folds the next record.
     *
     * @return the transaction that takes effect, or nothing if the record has none
     * @throws IllegalArgumentException if the position does not follow on the last one
     */
    public Optional<Transaction> step(long position, LogRecord logRecord) {
        if (position != point.position() + 1) {
            throw new IllegalArgumentException("position " + position + " does not follow on " + point.position());
        }
        Optional<Transaction> effective =
                switch (logRecord) {
                    case LogRecord.Local local -> Optional.of(resolve(local));
                    case LogRecord.Import imported ->
                        Optional.of(imported.transaction())
                                .filter(transaction -> transaction.isNextAfter(point.applied()));
                };
        point = effective
                .map(transaction -> after(position, transaction))
                .orElseGet(() -> new LogPoint(position, point.applied(), point.highest()));
        return effective;
    }

    private Transaction resolve(LogRecord.Local local) {
        HybridTimestamp timestamp = local.timestamp().max(point.highest().next());
        return new Transaction(point.applied().next(self), point.applied(), timestamp, local.mutations());
    }

    private LogPoint after(long position, Transaction transaction) {
        return new LogPoint(
                position,
                point.applied().with(transaction.dot()),
                point.highest().max(transaction.timestamp()));
    }
}
