package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.Version;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows one client the state of one moment, page by page at the client's pace. The pages are read by a thread that may
 * wait for the disk, one after the other; all else belongs to the client's event loop.
 */
final class StateReading {
    private static final long PAGE_BYTES = 256 << 10;
    private static final int INSUFFICIENT_STORAGE = 507; // RFC 4918, 11.5

    private final WatchTools tools;
    private final Watch watch;
    private final String storePrefix;
    private final Instant time;
    private volatile WatchedSite.@Nullable View view;
    private Optional<String> after = Optional.empty(); // of the one task that reads

    StateReading(WatchTools tools, Watch watch) {
        this.tools = tools;
        this.watch = watch;
        this.storePrefix = watch.prefix().isEmpty() ? "" : StoreKeys.ofKey(watch.prefix());
        this.time = tools.clock().instant();
    }

    /** Begins with the state as it is now. */
    void start() {
        onDisk(() -> {
            WatchedSite.View opened = tools.site().view();
            view = opened;
            if (watch.hasEnded()) { // and may have missed the view
                opened.close();
            } else {
                readPage(opened);
            }
        });
    }

    /** Lets go of the state. */
    void close() {
        WatchedSite.View open = view;
        if (open != null) {
            view = null;
            onDisk(open::close);
        }
    }

    private void readOn() {
        WatchedSite.View open = view;
        if (open != null && !watch.hasEnded()) {
            onDisk(() -> readPage(open));
        }
    }

    private void onDisk(Runnable task) {
        watch.onDisk(() -> {
            try {
                task.run();
            } catch (StateException e) {
                watch.client().execute(() -> failed(e));
            }
        });
    }

    private void readPage(WatchedSite.View open) {
        List<KeyedRegister> page = open.page(storePrefix, after, PAGE_BYTES);
        if (page.isEmpty()) {
            watch.client().execute(() -> complete(open));
        } else {
            after = Optional.of(page.getLast().key());
            List<Buffer> events = events(page);
            watch.client().execute(() -> show(events));
        }
    }

    private void complete(WatchedSite.View open) {
        close();
        if (!watch.hasEnded()) {
            watch.follow(open.point());
        }
    }

    private void show(List<Buffer> events) {
        if (watch.hasEnded()) {
            return;
        }
        Outlet outlet = watch.open();
        outlet.put(events);
        outlet.whenDrained(this::readOn);
    }

    private void failed(StateException failure) {
        if (watch.hasEnded()) {
            return;
        }
        close();
        if (watch.isOpen()) {
            watch.lost("The state cannot be read on: " + failure.getMessage());
        } else {
            watch.refuse(Problems.problem(INSUFFICIENT_STORAGE, "storage-failed", String.valueOf(failure.getMessage()))
                    .build());
        }
    }

    /** All versions that are to be seen, the winner of each key last. */
    private List<Buffer> events(List<KeyedRegister> page) {
        var events = new ArrayList<Buffer>();
        var entries = new ArrayList<EventWriter.Entry>();
        long bytes = 0;
        for (KeyedRegister keyed : page) {
            Optional<String> key = StoreKeys.key(keyed.key());
            for (Version version : keyed.register().visibleAt(time).versions()) {
                if (key.isPresent()) {
                    entries.add(new EventWriter.Entry(key.get(), version));
                    bytes += version.value().length();
                }
                if (bytes >= PAGE_BYTES) {
                    events.add(tools.writer().state(entries));
                    entries.clear();
                    bytes = 0;
                }
            }
        }
        if (!entries.isEmpty()) {
            events.add(tools.writer().state(entries));
        }
        return events;
    }
}
