package io.causalgrid.kv.core.history;

import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConsistency;
import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConvergence;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.history.Violation.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A hundred thousand operations, as a convergent store would have answered them. */
class LargeHistoryTest {
    private static final int OPERATIONS = 100_000;
    private static final int SESSIONS = 16;
    private static final int KEYS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aLongConvergentHistoryIsAccepted() {
        History history = recorded(convergentSessions());

        Assertions.assertTimeout(
                PATIENCE, () -> assertThat(checkCausalConvergence(history)).isEmpty());
    }

    @Test
    void oneReadOfAnOverwrittenValueAmongThemIsFound() {
        List<List<Operation>> sessions = convergentSessions();
        List<Operation> altered = sessions.get(7);
        int read = lastReadOfWhatTheSessionWroteTwice(altered);
        Operation first =
                ownWrites(altered.subList(0, read), altered.get(read).key()).getFirst();
        altered.set(read, new Operation.Read(first.key(), first.value()));
        History history = recorded(sessions);

        assertThat(checkCausalConsistency(history)).first().satisfies(violation -> {
            assertThat(violation.pattern()).isEqualTo(Pattern.WRITE_CO_READ);
            assertThat(violation.explanation())
                    .startsWith("session 7, operation %d: %s".formatted(read, altered.get(read)));
        });
        assertThat(checkCausalConvergence(history)).isNotEmpty();
    }

    /**
     * Every session has a replica of its own. Replicas now and then take over all that another one has; of two writes
     * of a key, the one that was made later stays.
     */
    private static List<List<Operation>> convergentSessions() {
        var random = new Random(1);
        List<List<Operation>> sessions = IntStream.range(0, SESSIONS)
                .<List<Operation>>mapToObj(_ -> new ArrayList<>())
                .toList();
        List<Map<String, Integer>> replicas = IntStream.range(0, SESSIONS)
                .<Map<String, Integer>>mapToObj(_ -> new HashMap<>())
                .toList();
        for (int time = 0; time < OPERATIONS; time++) {
            int session = random.nextInt(SESSIONS);
            Map<String, Integer> replica = replicas.get(session);
            if (random.nextInt(5) == 0) {
                replicas.get(random.nextInt(SESSIONS)).forEach((key, made) -> replica.merge(key, made, Math::max));
            }
            String key = "k" + random.nextInt(KEYS);
            if (random.nextInt(3) == 0) {
                replica.put(key, time);
                sessions.get(session).add(new Operation.Write(key, "v" + time));
            } else {
                Integer made = replica.get(key);
                sessions.get(session).add(new Operation.Read(key, made == null ? null : "v" + made));
            }
        }
        return sessions;
    }

    private static int lastReadOfWhatTheSessionWroteTwice(List<Operation> session) {
        int last = session.size() - 1;
        while (!isReadOfWhatWasWrittenTwice(session.get(last), session.subList(0, last))) {
            last--;
        }
        return last;
    }

    private static boolean isReadOfWhatWasWrittenTwice(Operation operation, List<Operation> earlier) {
        return operation instanceof Operation.Read
                && ownWrites(earlier, operation.key()).size() >= 2;
    }

    private static List<Operation> ownWrites(List<Operation> operations, String key) {
        return operations.stream()
                .filter(operation -> operation instanceof Operation.Write)
                .filter(operation -> operation.key().equals(key))
                .toList();
    }

    private static History recorded(List<List<Operation>> sessions) {
        var recorder = new History.Recorder();
        for (List<Operation> operations : sessions) {
            History.Session session = recorder.session();
            operations.forEach(session::add);
        }
        return recorder.history();
    }
}
