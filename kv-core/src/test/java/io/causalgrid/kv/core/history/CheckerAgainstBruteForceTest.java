package io.causalgrid.kv.core.history;

import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConsistency;
import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConvergence;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.history.Violation.Pattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On small random histories the checker and the definitions must agree. */
class CheckerAgainstBruteForceTest {
    private static final int HISTORIES = 10_000;
    private static final int OPERATIONS_MAX = 10;

    @Test
    void theBadPatternsAreInExactlyTheHistoriesThatNothingExplains() {
        int consistent = 0;
        int convergent = 0;
        var found = EnumSet.noneOf(Pattern.class);
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = randomHistory(new Random(seed));
            var definition = new BruteForce(history);
            List<Violation> violations = checkCausalConvergence(history);
            assertThat(checkCausalConsistency(history).isEmpty())
                    .as("causal consistency of seed %d:%n%s", seed, history)
                    .isEqualTo(definition.isCausallyConsistent());
            assertThat(violations.isEmpty())
                    .as("causal convergence of seed %d:%n%s", seed, history)
                    .isEqualTo(definition.isCausallyConvergent());
            consistent += definition.isCausallyConsistent() ? 1 : 0;
            convergent += definition.isCausallyConvergent() ? 1 : 0;
            violations.forEach(violation -> found.add(violation.pattern()));
        }
        assertThat(consistent).as("consistent histories").isBetween(HISTORIES / 4, HISTORIES * 3 / 4);
        assertThat(consistent - convergent)
                .as("histories that are consistent but not convergent")
                .isGreaterThan(HISTORIES / 100);
        assertThat(found).isEqualTo(EnumSet.allOf(Pattern.class));
    }

    /** Two to four sessions, two keys. Reads return anything written anywhere, now and then what never was. */
    private static History randomHistory(Random random) {
        var recorder = new History.Recorder();
        List<History.Session> sessions =
                Stream.generate(recorder::session).limit(2 + random.nextInt(3)).toList();
        int writes = 1 + random.nextInt(OPERATIONS_MAX / 2);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            operations.add(new Operation.Write(randomKey(random), "" + i));
        }
        List<Operation> written = List.copyOf(operations);
        for (int reads = 1 + random.nextInt(OPERATIONS_MAX - writes); reads > 0; reads--) {
            operations.add(random.nextInt(6) == 0 ? initialOrThinAir(random) : readOf(any(written, random)));
        }
        while (!operations.isEmpty()) {
            any(sessions, random).add(operations.remove(random.nextInt(operations.size())));
        }
        return recorder.history();
    }

    private static Operation readOf(Operation write) {
        return new Operation.Read(write.key(), write.value());
    }

    private static Operation initialOrThinAir(Random random) {
        String value = random.nextInt(10) == 0 ? "never written" : null;
        return new Operation.Read(randomKey(random), value);
    }

    private static String randomKey(Random random) {
        return random.nextInt(3) == 0 ? "y" : "x";
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
