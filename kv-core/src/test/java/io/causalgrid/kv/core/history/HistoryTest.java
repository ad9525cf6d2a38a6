package io.causalgrid.kv.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History.Recorder recorder = new History.Recorder();

    @Test
    void sessionsKeepTheOrderOfTheirOperations() {
        recorder.session().write("x", "1").read("x", "1");
        recorder.session().read("x", null);

        assertThat(recorder.history().sessions())
                .containsExactly(
                        List.of(new Operation.Write("x", "1"), new Operation.Read("x", "1")),
                        List.of(new Operation.Read("x", null)));
    }

    @Test
    void aValueIsWrittenToAKeyOnlyOnce() {
        recorder.session().write("x", "1").write("y", "1");
        History.Session other = recorder.session();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.write("x", "1"))
                .withMessageContaining("write x=1");
        assertThatIllegalArgumentException().isThrownBy(() -> other.writeOfUnknownOutcome("y", "1"));
    }

    @Test
    void aHistoryDoesNotChangeAfterwards() {
        History.Session session = recorder.session().write("x", "1");
        History history = recorder.history();

        session.write("x", "2");

        assertThat(history.sessions()).containsExactly(List.of(new Operation.Write("x", "1")));
    }

    @Test
    void aWriteOfUnknownOutcomeHappenedIfSomebodyReadIt() {
        recorder.session().write("x", "1").writeOfUnknownOutcome("x", "2").write("y", "1");
        recorder.session().read("x", "2");

        assertThat(recorder.history().sessions().getFirst())
                .containsExactly(
                        new Operation.Write("x", "1"), new Operation.Write("x", "2"), new Operation.Write("y", "1"));
    }

    @Test
    void aWriteOfUnknownOutcomeIsLeftOutIfNobodyReadIt() {
        recorder.session().write("x", "1").writeOfUnknownOutcome("x", "2").write("y", "2");
        recorder.session().read("y", "2");

        assertThat(recorder.history().sessions().getFirst())
                .containsExactly(new Operation.Write("x", "1"), new Operation.Write("y", "2"));
    }

    @Test
    void manyClientsRecordAtOnce() {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 16)
                    .forEach(client -> clients.execute(() -> {
                        History.Session session = recorder.session();
                        IntStream.range(0, 1_000).forEach(i -> session.write("x", client + "." + i));
                    }));
        }

        assertThat(recorder.history().sessions()).hasSize(16).allSatisfy(operations -> assertThat(operations)
                .hasSize(1_000));
    }
}
