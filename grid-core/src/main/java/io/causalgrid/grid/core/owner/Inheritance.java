package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sessions that an owner has taken over and is not sure of: an earlier one may have ended before it saw that a confirmation
 * had come too late, or that another substation has the key. What it said of their keys may also have been overwritten by
 * what it wrote when it was no owner any more. So each key is said anew, and read once the journal has that: from then on
 * whoever reads the key sees it. A session whose key has a session elsewhere with a higher number is taken back, and cannot
 * have been told of. Confined to one thread.
 */
final class Inheritance {
    /** What becomes of a session. */
    interface Heir {
        /** The number under which its key is to be said anew. */
        void say(String sessionId, String key, long number);

        /** It is the key's one session. */
        void stands(String sessionId);

        void falls(String sessionId);
    }

    private enum Step {
        TO_BE_SAID,
        SAID,
        TO_BE_READ
    }

    private final Ledger ledger;
    private final KeyDuty keys;
    private final Outbox outbox;
    private final Duration patience;
    private final Heir heir;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private boolean isReading;

    Inheritance(Ledger ledger, KeyDuty keys, Outbox outbox, Duration patience, Heir heir) {
        this.ledger = ledger;
        this.keys = keys;
        this.outbox = outbox;
        this.patience = patience;
        this.heir = heir;
    }

    void add(String sessionId) {
        steps.put(sessionId, Step.TO_BE_SAID);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean has(String sessionId) {
        return steps.containsKey(sessionId);
    }

    void ended(String sessionId) {
        steps.remove(sessionId);
    }

    /** The keys to be read now; those of all that can go on. */
    Set<String> takeKeys() {
        Set<String> names = new HashSet<>();
        if (!isReading) {
            steps.forEach((id, step) -> {
                if (step != Step.SAID) {
                    names.add(key(id));
                }
            });
            isReading = !names.isEmpty();
        }
        return names;
    }

    void notRead() {
        isReading = false;
    }

    /** All keys that were asked for have been read, as they were then or later. */
    void read(Map<String, List<KeyFinding>> findings, Moment asked, Moment now) {
        isReading = false;
        for (String id : List.copyOf(steps.keySet())) {
            List<KeyFinding> found = findings.get(key(id));
            if (found != null) {
                read(id, found, asked, now);
            }
        }
    }

    private void read(String id, List<KeyFinding> found, Moment asked, Moment now) {
        long number = Math.max(1, keys.number(found));
        switch (steps.getOrDefault(id, Step.SAID)) {
            case TO_BE_SAID -> {
                if (keys.isOnlyReserved(found)) {
                    steps.remove(id);
                    heir.falls(id); // a place in the queue that nobody was told of
                } else {
                    say(id, number, now);
                }
            }
            case TO_BE_READ ->
                keys.stands(found, number, asked.steady()).ifPresent(stands -> {
                    steps.remove(id);
                    if (stands) {
                        heir.stands(id);
                    } else {
                        heir.falls(id);
                    }
                });
            case SAID -> {} // or it ended meanwhile
        }
    }

    private void say(String id, long number, Moment now) {
        heir.say(id, key(id), number);
        steps.put(id, Step.SAID);
        outbox.whenStored(now.steady().plus(patience), new Outbox.Waiting() {
            @Override
            public void stored() {
                steps.replace(id, Step.TO_BE_READ);
            }

            @Override
            public void late() {
                steps.replace(id, Step.TO_BE_SAID);
            }
        });
    }

    private String key(String id) {
        return ledger.session(id) instanceof Session.Open
                ? ledger.origin(id).orElseThrow().attempt().key()
                : "";
    }
}
