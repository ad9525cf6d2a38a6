package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.service.session.CausalityToken;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client's watch: the state, if it begins with that; then the log, until it has come as far as the hub; then what the
 * hub passes on. At any time it knows what the client has seen when it has read all that was written: with that it can
 * resume at any site. Belongs to the event loop of the client's connection.
 */
final class Watch implements WatchHub.Listener {
    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final WatchTools tools;
    private final WatchRequest request;
    private final Client client;
    private final Consumer<WatchEnd> onEnd;
    private @Nullable Outlet outlet;
    private @Nullable Cursor cursor;
    private @Nullable StateReading state;
    private @Nullable LogReading log;
    private boolean live;
    private volatile boolean ended; // read by others to save work

    /** What the client has seen, up to a position of this site's log. */
    private record Cursor(long position, VersionVector seen) {}

    Watch(WatchTools tools, WatchRequest request, Client client, Consumer<WatchEnd> onEnd) {
        this.tools = tools;
        this.request = request;
        this.client = client;
        this.onEnd = onEnd;
    }

    /** Begins; this site has applied what the request needs. */
    void start() {
        if (ended) {
            return;
        }
        switch (request.from()) {
            case WatchRequest.From.Now _ -> follow(tools.site().now());
            case WatchRequest.From.Beginning _ -> {
                state = new StateReading(tools, this);
                state.start();
            }
            case WatchRequest.From.Token(CausalityToken seen) ->
                resume(seen.resolve(tools.site().now().applied()));
        }
    }

    /** To be called from time to time: gives a sign of life, and gives up a client that has not read since the last one. */
    void tick() {
        Outlet open = outlet;
        if (ended || open == null) {
            return;
        }
        if (open.isStuck()) {
            endWith(WatchEnd.SLOW, "The client has stopped reading.");
            return;
        }
        LogPoint reached = tools.hub().reached();
        if (live && cursor != null && reached.position() > cursor.position) {
            cursor = new Cursor(reached.position(), reached.applied());
        }
        if (open.isIdle()) {
            EventWriter writer = tools.writer();
            open.put(List.of(cursor == null ? writer.heartbeat() : writer.heartbeat(cursor.seen)));
        }
    }

    /** Ends it because this site stops; a client that has no events yet gets the problem. */
    void stop(HttpProblem problem) {
        if (outlet == null) {
            refuse(problem);
        } else if (end(WatchEnd.STOPPED)) {
            client.close();
        }
    }

    /** The client has gone. */
    void gone() {
        end(WatchEnd.GONE);
    }

    /** Whether nothing more is to be done for the client. Any thread. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public String prefix() {
        return request.prefix();
    }

    @Override
    public void joined(List<Frame> missed) {
        client.execute(() -> {
            if (log != null) {
                log.close();
                log = null;
            }
            live = true;
            offer(missed);
        });
    }

    @Override
    public void behind() {
        client.execute(() -> {
            if (ended || cursor == null) {
                return;
            }
            if (log == null) {
                log = new LogReading(tools, this, cursor.seen);
                log.open();
            } else {
                log.readOn();
            }
        });
    }

    @Override
    public void take(List<Frame> frames, Runnable taken) {
        client.execute(() -> {
            try {
                offer(frames);
            } finally {
                taken.run();
            }
        });
    }

    @Override
    public void lost(String detail) {
        client.execute(() -> endWith(WatchEnd.LOST, detail));
    }

    /** Runs what may wait for the disk on another thread; if it fails unexpectedly, the watch ends. */
    void onDisk(Runnable task) {
        tools.disk().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("reading for a client that watches failed", e);
                lost("An error in this service.");
            }
        });
    }

    /** The client's connection. */
    Client client() {
        return client;
    }

    /** Whether the client was shown that its request is granted. */
    boolean isOpen() {
        return outlet != null;
    }

    /** Shows the client that its request was granted. */
    Outlet open() {
        if (outlet == null) {
            outlet = client.open();
        }
        return outlet;
    }

    /** The client has got everything up to that point; it is told so, and gets what follows. */
    void follow(LogPoint point) {
        ready(point.position(), point.applied());
        join(point);
    }

    /** The client has got everything up to that point, and is to get what follows from the hub. */
    void join(LogPoint point) {
        if (!ended) {
            tools.hub().join(this, point);
        }
    }

    /** The client has got what the log has up to that point, apart from what it had seen; both together are this vector. */
    void progressed(long position, VersionVector seen) {
        cursor = new Cursor(position, seen);
    }

    /** Ends it with a last event that says why. */
    void endWith(WatchEnd reason, String detail) {
        if (ended) {
            return;
        }
        Buffer last = tools.writer().ending(reason == WatchEnd.SLOW ? "slow" : "lost", detail);
        Outlet open = open();
        end(reason);
        open.finish(last);
        client.close();
    }

    private void resume(VersionVector seen) {
        LogPoint now = tools.site().now();
        if (seen.equals(now.applied())) {
            follow(now);
            return;
        }
        log = new LogReading(tools, this, seen);
        log.open();
    }

    /** The log can be read from where the client is, or no longer. */
    void opened(Optional<LogReading> reading, VersionVector seen) {
        if (reading.isPresent()) {
            if (outlet == null) {
                ready(0, seen);
            }
            reading.get().readOn();
        } else if (outlet == null) {
            refuse(expired());
        } else {
            endWith(WatchEnd.LOST, "This site's log no longer has what follows.");
        }
    }

    private static HttpProblem expired() {
        String detail = "This site's log no longer has all that the client has not seen. Begin from the beginning.";
        return Problems.problem(Response.Status.GONE, "watch-expired", detail).build();
    }

    /** Answers with a problem in place of events. */
    void refuse(HttpProblem problem) {
        if (end(WatchEnd.REFUSED)) {
            client.refuse(problem);
        }
    }

    private void ready(long position, VersionVector seen) {
        cursor = new Cursor(position, seen);
        open().put(List.of(tools.writer().ready(seen)));
    }

    private void offer(List<Frame> frames) {
        if (ended || outlet == null || frames.isEmpty()) {
            return;
        }
        if (outlet.offer(frames)) {
            cursor = new Cursor(frames.getLast().position(), frames.getLast().seen());
        } else {
            endWith(WatchEnd.SLOW, "The client does not read as fast as the store is written.");
        }
    }

    private boolean end(WatchEnd reason) {
        if (ended) {
            return false;
        }
        ended = true;
        if (state != null) {
            state.close();
        }
        if (log != null) {
            log.close();
        }
        if (outlet != null) {
            tools.hub().leave(this);
        }
        onEnd.accept(reason);
        return true;
    }
}
