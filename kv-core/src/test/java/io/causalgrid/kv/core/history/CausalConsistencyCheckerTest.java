package io.causalgrid.kv.core.history;

import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConsistency;
import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConvergence;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.history.Violation.Pattern;
import org.junit.jupiter.api.Test;

/** One small history for each bad pattern, and some that look wrong but are not. */
class CausalConsistencyCheckerTest {
    private final History.Recorder recorder = new History.Recorder();

    @Test
    void nothingDoneIsConvergent() {
        recorder.session();

        assertConvergent();
    }

    @Test
    void aSessionThatReadsWhatItWroteIsConvergent() {
        session().read("x", null).write("x", "1").read("x", "1").write("x", "2").read("x", "2");

        assertConvergent();
    }

    @Test
    void sessionsThatDoNotYetKnowEachOtherAreConvergentThoughNotSequentiallyConsistent() {
        session().write("x", "1").read("y", null);
        session().write("y", "1").read("x", null);

        assertConvergent();
    }

    @Test
    void aLateReaderMayStillSeeTheOldValue() {
        session().write("x", "1").write("x", "2");
        session().read("x", "1").read("x", "1").read("x", "2");

        assertConvergent();
    }

    @Test
    void concurrentWritesMayOverwriteEachOtherInTheSameOrderEverywhere() {
        session().write("x", "1").read("x", "2");
        session().write("x", "2");
        session().read("x", "1").read("x", "2");

        assertConvergent();
    }

    @Test
    void aValueThatNobodyWroteComesFromThinAir() {
        session().write("y", "1");
        session().read("x", "1");

        assertBothFindOnly(Pattern.THIN_AIR_READ, "session 1, operation 0: read x=1");
    }

    @Test
    void aReadBeforeItsOwnWriteIsCyclic() {
        session().read("x", "1").write("x", "1");

        assertBothFindOnly(Pattern.CYCLIC_CO, "session 0, operation 0: read x=1", "session 0, operation 1: write x=1");
    }

    @Test
    void twoSessionsThatReadFromEachOthersFutureAreCyclic() {
        session().read("x", "1").write("y", "1");
        session().read("y", "1").write("x", "1");

        assertBothFindOnly(
                Pattern.CYCLIC_CO,
                "session 0, operation 0: read x=1",
                "session 0, operation 1: write y=1",
                "session 1, operation 0: read y=1",
                "session 1, operation 1: write x=1");
    }

    @Test
    void whoeverKnowsTheEffectDoesNotReadTheInitialValueOfItsCause() {
        session().write("x", "1").write("y", "1");
        session().read("y", "1").write("z", "1");
        session().read("z", "1").read("x", null);

        assertBothFindOnly(
                Pattern.WRITE_CO_INIT_READ,
                "session 2, operation 1: read x without a value",
                "session 0, operation 0: write x=1",
                "-> session 0, operation 1: write y=1 (later in the same session)",
                "-> session 1, operation 0: read y=1 (returns what was written)");
    }

    @Test
    void whoeverKnowsTheEffectDoesNotReadWhatItsCauseHasOverwritten() {
        session().write("x", "1");
        session().read("x", "1").write("x", "2").write("y", "1");
        session().read("y", "1").read("x", "1");

        assertBothFindOnly(
                Pattern.WRITE_CO_READ,
                "session 2, operation 1: read x=1",
                "session 0, operation 0: write x=1",
                "session 1, operation 1: write x=2",
                "-> session 2, operation 0: read y=1 (returns what was written)");
    }

    @Test
    void readersThatSeeConcurrentWritesInOppositeOrdersAreConsistentButNotConvergent() {
        session().write("x", "1");
        session().write("x", "2");
        session().read("x", "1").read("x", "2");
        session().read("x", "2").read("x", "1");

        assertConsistentButNotConvergent(
                "session 0, operation 0: write x=1",
                "session 1, operation 0: write x=2",
                "session 2, operation 1: read x=2",
                "session 3, operation 1: read x=1");
    }

    @Test
    void aReadOverwritesEveryOtherWriteItKnows() {
        session().write("x", "1");
        session().write("x", "2");
        session().write("x", "3");
        session().read("x", "1").read("x", "2").read("x", "3");
        session().read("x", "3").read("x", "2");

        assertConsistentButNotConvergent("session 1, operation 0: write x=2", "session 2, operation 0: write x=3");
    }

    @Test
    void aDisagreementMayGoThroughTwoKeys() {
        session().write("y", "2").write("x", "1");
        session().write("x", "2").write("y", "1");
        session().read("x", "1").read("x", "2");
        session().read("y", "1").read("y", "2");

        assertConsistentButNotConvergent(
                "session 0, operation 1: write x=1",
                "session 1, operation 0: write x=2 (must win",
                "session 1, operation 1: write y=1 (later in the same session)",
                "session 0, operation 0: write y=2 (must win");
    }

    @Test
    void anUnreadWriteOfUnknownOutcomeForbidsNothing() {
        session().writeOfUnknownOutcome("x", "1").write("y", "1").read("x", null);
        session().read("y", "1").read("x", null);

        assertConvergent();
    }

    @Test
    void aWriteOfUnknownOutcomeThatWasReadCountsAtItsPlace() {
        session().writeOfUnknownOutcome("x", "1").write("y", "1");
        session().read("x", "1");
        session().read("y", "1").read("x", null);

        assertBothFindOnly(
                Pattern.WRITE_CO_INIT_READ,
                "session 2, operation 1: read x without a value",
                "session 0, operation 0: write x=1");
    }

    @Test
    void aReadOfAWriteOfUnknownOutcomeIsNotFromThinAir() {
        session().writeOfUnknownOutcome("x", "1");
        session().read("x", null).read("x", "1");

        assertConvergent();
    }

    private History.Session session() {
        return recorder.session();
    }

    private void assertConvergent() {
        assertThat(checkCausalConsistency(recorder.history())).isEmpty();
        assertThat(checkCausalConvergence(recorder.history())).isEmpty();
    }

    private void assertBothFindOnly(Pattern pattern, String... explanation) {
        assertThat(checkCausalConvergence(recorder.history()))
                .isEqualTo(checkCausalConsistency(recorder.history()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.pattern()).isEqualTo(pattern))
                .satisfies(violation -> assertThat(violation.explanation()).contains(explanation));
    }

    private void assertConsistentButNotConvergent(String... explanation) {
        assertThat(checkCausalConsistency(recorder.history())).isEmpty();
        assertThat(checkCausalConvergence(recorder.history()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.pattern()).isEqualTo(Pattern.CYCLIC_CF))
                .satisfies(violation -> assertThat(violation.explanation()).contains(explanation));
    }
}
