package io.causalgrid.kv.core.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a store saw: one list of operations for each session, in the order in which the session did them.
 * No value was written twice to the same key, so every read tells which write it saw ("differentiated", Bouajjani et
 * al., POPL 2017). Immutable; a {@link Recorder} makes it.
 */
public final class History {
    private final List<List<Operation>> sessions;

    private History(List<List<Operation>> sessions) {
        this.sessions = sessions;
    }

    /** The sessions in the order in which they were opened; unmodifiable. */
    public List<List<Operation>> sessions() {
        return sessions;
    }

    /** The operations of all sessions, session by session. */
    List<Event> events() {
        var events = new ArrayList<Event>();
        for (int session = 0; session < sessions.size(); session++) {
            List<Operation> operations = sessions.get(session);
            for (int index = 0; index < operations.size(); index++) {
                events.add(new Event(events.size(), session, index, operations.get(index)));
            }
        }
        return events;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int session = 0; session < sessions.size(); session++) {
            text.append("session ").append(session).append(": ").append(sessions.get(session));
            text.append('\n');
        }
        return text.toString();
    }

    /** Takes down a history while it happens. Any thread may open a session; each session belongs to one thread. */
    public static final class Recorder {
        private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();
        private final Set<Operation.Write> written = ConcurrentHashMap.newKeySet();
        private final Set<Operation.Write> uncertain = ConcurrentHashMap.newKeySet();

        /** Opens the next session, for the calling client alone. */
        public Session session() {
            var session = new Session(this);
            sessions.add(session);
            return session;
        }

        /**
         * What was recorded so far. Call it when the clients' threads have been joined. A write of unknown outcome is in
         * it, at its place, only if some read returned its value: unread it forbids nothing, so it need not have happened.
         * The operations of a session are numbered without those left out.
         */
        public History history() {
            var returned = new HashSet<Operation.Write>();
            for (Session session : sessions) {
                for (Operation operation : session.operations) {
                    if (operation instanceof Operation.Read(String key, String value) && value != null) {
                        returned.add(new Operation.Write(key, value));
                    }
                }
            }
            return new History(sessions.stream()
                    .map(session -> session.operations.stream()
                            .filter(operation -> !uncertain.contains(operation) || returned.contains(operation))
                            .toList())
                    .toList());
        }
    }

    /** One client's operations, recorded in the order in which it did them. Not for use by several threads. */
    public static final class Session {
        private final Recorder recorder;
        private final List<Operation> operations = new ArrayList<>();

        private Session(Recorder recorder) {
            this.recorder = recorder;
        }

        /**
         * Records a write that was acknowledged.
         *
         * @throws IllegalArgumentException if any session has recorded the same value for this key before
         */
        public Session write(String key, String value) {
            operations.add(unique(key, value));
            return this;
        }

        /**
         * Records a write whose answer was lost: it may have happened or not. If it happened, it is held to have happened
         * before the session's next operation; a client whose lost write may still be under way goes on in a new session.
         *
         * @throws IllegalArgumentException if any session has recorded the same value for this key before
         */
        public Session writeOfUnknownOutcome(String key, String value) {
            Operation.Write write = unique(key, value);
            recorder.uncertain.add(write);
            operations.add(write);
            return this;
        }

        /** Records what a read returned; null says that the key had its initial value, none. */
        public Session read(String key, @Nullable String value) {
            operations.add(new Operation.Read(key, value));
            return this;
        }

        /** Records an operation that is certain, as {@link #write} or {@link #read} does. */
        void add(Operation operation) {
            switch (operation) {
                case Operation.Write(String key, String value) -> write(key, value);
                case Operation.Read(String key, String value) -> read(key, value);
            }
        }

        private Operation.Write unique(String key, String value) {
            var write = new Operation.Write(key, value);
            if (!recorder.written.add(write)) {
                throw new IllegalArgumentException("the history has this already: " + write);
            }
            return write;
        }
    }
}
