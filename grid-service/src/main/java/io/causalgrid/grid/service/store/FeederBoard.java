package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the substations below a feeder say to each other, in the store: a row of each. Any one replica will do, also one that is cut
 * off: what is heard late is safe, and what is not heard at all ends by itself. From any thread.
 */
public final class FeederBoard implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FeederBoard.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /**
     * Whose row, and those of which others.
     *
     * @param feeder the feeder's id
     * @param substation the own one
     * @param others that hang on it
     */
    public record Place(String feeder, String substation, List<String> others) {}

    private final CausalGridClient store;
    private final Place place;
    private final Consumer<FeederRow> listener;
    private final Thread worker;
    private final BlockingQueue<FeederRow> unsaid = new LinkedBlockingQueue<>();
    private volatile boolean isClosed;
    private boolean isSilent;

    FeederBoard(CausalGridClient store, Place place, Consumer<FeederRow> listener) {
        this.store = store;
        this.place = place;
        this.listener = listener;
        this.worker = Thread.ofVirtual().name("feeder " + place.feeder()).start(this::run);
    }

    /** Says this from now on, as soon as the store takes it. */
    public void say(FeederRow row) {
        unsaid.add(row);
    }

    @Override
    public void close() {
        isClosed = true;
        worker.interrupt();
    }

    private void run() {
        CausalSession session = store.session();
        Map<String, FeederRow> heard = new HashMap<>();
        FeederRow row = null;
        try {
            while (!isClosed) {
                row = next(row);
                try {
                    if (row != null) {
                        write(session, row);
                        row = null;
                    }
                    for (String other : place.others()) {
                        for (FeederRow one : rows(session, other)) {
                            if (!one.equals(heard.put(other, one))) {
                                listener.accept(one);
                            }
                        }
                    }
                    isSilent = false;
                } catch (CausalGridException | JournalException e) {
                    session = store.session(); // what it has seen may be where nobody comes now
                    complain(e);
                    Thread.sleep(PERIOD);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it is closed
        }
    }

    /** The last that is to be said, if need be what could not be said before; null if for a while there was nothing. */
    private @Nullable FeederRow next(@Nullable FeederRow before) throws InterruptedException {
        FeederRow row = before;
        FeederRow next = unsaid.poll(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        while (next != null) {
            row = next;
            next = unsaid.poll();
        }
        return row;
    }

    /** In place of all that earlier owners have said; not of what a later one has. */
    private void write(CausalSession session, FeederRow row) {
        boolean hasSuccessor =
                rows(session, place.substation()).stream().anyMatch(known -> known.claim() > row.claim());
        if (!hasSuccessor) {
            session.put(Key.of(Names.feederRow(place.feeder(), place.substation())), JournalCodec.encode(row));
        }
    }

    /** A substation's rows: more than one where owners have written without knowing of each other. */
    private List<FeederRow> rows(CausalSession session, String substation) {
        String name = Names.feederRow(place.feeder(), substation);
        List<FeederRow> rows = new ArrayList<>();
        for (Version version :
                session.versions(Key.of(name)).map(Versions::versions).orElse(List.of())) {
            FeederRow row = JournalCodec.decodeRow(name, version.value());
            if (!row.substation().equals(substation)) {
                throw new JournalException(name + " is the row of " + row.substation(), null);
            }
            rows.add(row);
        }
        return rows;
    }

    /** Once for each time that it goes wrong. */
    private void complain(RuntimeException why) {
        if (!isSilent) {
            LOG.warnf("nothing is said or heard about feeder %s: %s", place.feeder(), why.getMessage());
            isSilent = true;
        }
    }
}
