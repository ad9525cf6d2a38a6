package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.replica.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log once for all clients that are up to date. It asks for the next records when the event loops of all
 * clients have taken the last ones, so it never runs ahead of this process, only of slow clients; and it passes on what
 * the state has applied, so whoever hears of a change can read it. Without clients it reads nothing.
 *
 * <p>Its methods may be called by any thread and return at once; all else belongs to the hub's own thread.
 */
final class WatchHub {
    private static final Logger LOG = Logger.getLogger(WatchHub.class);

    private final WatchedSite site;
    private final EventWriter writer;
    private final Executor executor;
    private final Map<String, Map<Listener, Long>> joinedAt = new HashMap<>(); // by prefix
    private @Nullable Round round;
    private volatile LogPoint reached;

    /** A client. Called by the hub's thread; must return at once. */
    interface Listener {
        /** What the keys begin with that it wants to hear of. */
        String prefix();

        /** From now on it hears of everything; these frames come first. */
        void joined(List<Frame> missed);

        /** It cannot join at that position, because the hub is too far ahead. It is to read the log itself, and come back. */
        void behind();

        /** Takes frames in their order, and runs the task when it has. */
        void take(List<Frame> frames, Runnable taken);

        /** It hears no more. */
        void lost(String detail);
    }

    /** @param executor runs tasks one after the other: the hub's thread */
    WatchHub(WatchedSite site, EventWriter writer, Executor executor) {
        this.site = site;
        this.writer = writer;
        this.executor = executor;
        this.reached = site.now();
    }

    /** A point up to which all who have joined before it have got everything. */
    LogPoint reached() {
        return reached;
    }

    /** A client has got everything up to that point, which the state has applied, and wants what follows. */
    void join(Listener listener, LogPoint at) {
        run(() -> {
            Round now = round;
            if (now == null) {
                now = new Round(at);
                round = now;
                now.open(at);
            }
            if (now.recent.hasAllAfter(at.position())) {
                joinedAt.computeIfAbsent(listener.prefix(), _ -> new HashMap<>())
                        .put(listener, at.position());
                listener.joined(now.recent.framesAfter(at.position(), listener.prefix(), writer));
            } else {
                listener.behind();
            }
        });
    }

    /** A client wants nothing more. */
    void leave(Listener listener) {
        run(() -> {
            Map<Listener, Long> group = joinedAt.get(listener.prefix());
            if (group != null && group.remove(listener) != null && group.isEmpty()) {
                joinedAt.remove(listener.prefix());
            }
            if (joinedAt.isEmpty()) {
                stop();
            }
        });
    }

    private void run(Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("passing on changes failed; the clients are sent away", e);
                loseAll("An error in this service.");
            }
        });
    }

    private void stop() {
        if (round != null) {
            round.close();
            round = null;
        }
    }

    private void loseAll(String detail) {
        stop();
        List<Listener> all = joinedAt.values().stream()
                .flatMap(group -> group.keySet().stream())
                .toList();
        joinedAt.clear();
        all.forEach(listener -> listener.lost(detail));
    }

    /** From the first client that comes until the last has gone. */
    private final class Round implements History.Sink {
        private final RecentChanges recent;
        private final Pace pace = new Pace();
        private @Nullable Subscription history;

        Round(LogPoint at) {
            this.recent = new RecentChanges(at.position());
        }

        void open(LogPoint at) {
            site.openHistory(at.applied(), WatchHub.this::run, this)
                    .whenComplete((opened, failure) -> run(() -> begin(failure == null ? opened : Optional.empty())));
        }

        void close() {
            if (history != null) {
                history.cancel();
            }
        }

        @Override
        public void accept(List<History.Change> changes, LogPoint point) {
            if (isOver()) {
                return;
            }
            pace.came(changes);
            if (site.now().applied().includes(point.applied())) {
                passOn(changes, point);
            } else { // a failure is no reason to keep the changes back
                site.whenApplied(point.applied()).whenComplete((_, _) -> run(() -> passOn(changes, point)));
            }
        }

        @Override
        public void ended(RuntimeException cause) {
            if (!isOver()) {
                LOG.infof("Clients that watch are sent away: %s", cause.getMessage());
                loseAll("This site cannot go on from here: " + cause.getMessage() + ".");
            }
        }

        private void begin(Optional<Subscription> opened) {
            if (isOver()) {
                opened.ifPresent(Subscription::cancel);
            } else if (opened.isEmpty()) {
                loseAll("The log no longer has what follows.");
            } else {
                history = opened.get();
                history.request(pace.records());
            }
        }

        private void passOn(List<History.Change> changes, LogPoint point) {
            if (isOver()) {
                return;
            }
            List<VisibleChange> fresh = changes.stream() // without those before the point at which this round began
                    .filter(change -> change.after().position() > recent.end())
                    .map(change -> new VisibleChange(change, change.after().applied()))
                    .toList();
            recent.add(fresh, point.position());
            var arrivals = new Arrivals(() -> run(() -> passedOn(point)));
            joinedAt.forEach((prefix, group) -> send(frames(fresh, prefix), group, arrivals));
            arrivals.arrived();
        }

        private void passedOn(LogPoint point) {
            if (!isOver() && history != null) {
                reached = point;
                history.request(pace.records());
            }
        }

        private List<Frame> frames(List<VisibleChange> changes, String prefix) {
            var frames = new ArrayList<Frame>();
            changes.forEach(change -> change.frame(prefix, writer).ifPresent(frames::add));
            return frames;
        }

        private void send(List<Frame> frames, Map<Listener, Long> group, Arrivals arrivals) {
            if (frames.isEmpty()) {
                return;
            }
            group.forEach((listener, joined) -> {
                List<Frame> wanted = frames.getFirst().position() > joined
                        ? frames
                        : frames.stream()
                                .filter(frame -> frame.position() > joined)
                                .toList();
                if (!wanted.isEmpty()) {
                    arrivals.expect();
                    listener.take(wanted, arrivals::arrived);
                }
            });
        }

        private boolean isOver() {
            return round != this;
        }
    }
}
