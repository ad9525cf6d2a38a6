package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.replica.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log for one client that is behind, at the pace of that client, until it has come far enough to join the
 * others. The log is read by a thread that may wait for the disk; all else belongs to the client's event loop.
 */
final class LogReading implements History.Sink {
    private final WatchTools tools;
    private final Watch watch;
    private final VersionVector seen;
    private final Pace pace = new Pace();
    private @Nullable Subscription history;

    LogReading(WatchTools tools, Watch watch, VersionVector seen) {
        this.tools = tools;
        this.watch = watch;
        this.seen = seen;
    }

    /** Opens the log, and tells the watch how that went. */
    void open() {
        tools.site().openHistory(seen, watch::onDisk, this).whenComplete((opened, failure) -> watch.client()
                .execute(() -> begin(failure == null ? opened : Optional.empty())));
    }

    /** Reads on. */
    void readOn() {
        if (history != null && !watch.hasEnded()) {
            history.request(pace.records());
        }
    }

    void close() {
        if (history != null) {
            history.cancel();
        }
    }

    @Override
    public void accept(List<History.Change> changes, LogPoint reached) {
        var frames = new ArrayList<Frame>();
        for (History.Change change : changes) {
            new VisibleChange(change, seen.merge(change.after().applied()))
                    .frame(watch.prefix(), tools.writer())
                    .ifPresent(frames::add);
        }
        if (tools.site().now().applied().includes(reached.applied())) {
            watch.client().execute(() -> show(changes, frames, reached));
        } else { // nobody is to hear of what cannot be read yet
            tools.site().whenApplied(reached.applied()).whenComplete((_, _) -> watch.client()
                    .execute(() -> show(changes, frames, reached)));
        }
    }

    @Override
    public void ended(RuntimeException cause) {
        watch.lost("This site cannot go on from here: " + cause.getMessage() + ".");
    }

    private void begin(Optional<Subscription> opened) {
        if (watch.hasEnded()) {
            opened.ifPresent(Subscription::cancel);
            return;
        }
        history = opened.orElse(null);
        watch.opened(opened.map(_ -> this), seen);
    }

    private void show(List<History.Change> changes, List<Frame> frames, LogPoint reached) {
        if (watch.hasEnded()) {
            return;
        }
        pace.came(changes);
        Outlet outlet = watch.open();
        outlet.put(frames.stream().map(Frame::bytes).toList());
        watch.progressed(reached.position(), seen.merge(reached.applied()));
        outlet.whenDrained(() -> goOn(reached));
    }

    /** Joins, unless the client has seen what lies ahead in this log: the others are to get that. */
    private void goOn(LogPoint reached) {
        if (reached.applied().includes(seen)) {
            watch.join(reached);
        } else {
            readOn();
        }
    }
}
