package io.causalgrid.grid.service.store;

import static io.causalgrid.grid.service.store.Samples.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.service.store.FakeJournalStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Owners in turn, each with random batches, in a store that loses answers: whoever takes over reads what was reported safe, and
 * of what was not, the batch that was under way or nothing.
 */
class StoreJournalModelTest {
    private static final int SEEDS = 500;
    private static final int OWNERS = 5;
    private static final int BATCHES_MAX = 12;
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasReportedSafeIsReadAndNothingElseButWhatWasUnderWay(long seed) {
        var run = new Run(seed);
        for (long claim = 1; claim <= OWNERS; claim++) {
            run.own(claim);
        }
    }

    /** The owners of one seed's run. Confined to one thread. */
    private static final class Run {
        private final Random random;
        private final FakeJournalStore store = new FakeJournalStore();
        /** What a successor must read. */
        private List<OwnerEvent> safe = new ArrayList<>();
        /** What it may read instead. */
        private List<OwnerEvent> perhaps = safe;

        private double wattHours;

        Run(long seed) {
            random = new Random(seed);
        }

        /** One owner's time: it takes over, writes its book and more, and ends at some point, be it before its book is safe. */
        void own(long claim) {
            try (var journal = new StoreJournal("a", store, () -> {})) {
                List<OwnerEvent> left = journal.takeOver(claim);
                assertThat(left).isIn(safe, perhaps);
                safe = left;
                perhaps = left;
                int batches = random.nextInt(BATCHES_MAX);
                boolean lives = true;
                for (int number = 1; lives && number <= batches; number++) {
                    lives = write(journal, next(number));
                }
            }
        }

        private Batch next(int number) {
            List<OwnerEvent> events = new ArrayList<>();
            boolean isBook = number == 1 || random.nextInt(4) == 0;
            if (isBook) {
                events.addAll(safe); // the whole owner again
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                events.add(delivered(++wattHours));
            }
            return new Batch(number, isBook, events, List.of(), Map.of());
        }

        /** Writes a batch until it is safe, or until the owner ends; whether it lives on. */
        private boolean write(StoreJournal journal, Batch batch) {
            List<OwnerEvent> after = new ArrayList<>(batch.isBook() ? List.of() : safe);
            after.addAll(batch.events());
            while (true) {
                Outcome outcome = outcome();
                store.next(outcome);
                boolean isSafe = journal.write(batch)
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
                assertThat(isSafe).isEqualTo(outcome == Outcome.DONE);
                if (outcome != Outcome.REFUSED) {
                    perhaps = after;
                }
                if (isSafe) {
                    safe = after;
                    return random.nextInt(10) > 0;
                }
                if (random.nextInt(3) == 0) {
                    return false;
                }
            }
        }

        /** Well half of the time, and else any. */
        private Outcome outcome() {
            return random.nextBoolean() ? Outcome.DONE : OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        }
    }
}
