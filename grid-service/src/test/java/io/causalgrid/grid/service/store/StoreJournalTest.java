package io.causalgrid.grid.service.store;

import static io.causalgrid.grid.service.store.Samples.batch;
import static io.causalgrid.grid.service.store.Samples.book;
import static io.causalgrid.grid.service.store.Samples.delivered;
import static io.causalgrid.grid.service.store.Samples.record;
import static io.causalgrid.grid.service.store.Samples.reserved;
import static io.causalgrid.grid.service.store.Samples.says;
import static io.causalgrid.grid.service.store.Samples.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.store.FakeJournalStore.Outcome;
import io.causalgrid.kv.client.majority.Quorum;
import io.causalgrid.kv.client.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreJournalTest {
    private static final String BOOKS = "grid/substation/a/book/";
    private static final String EVENTS = "grid/substation/a/event/";
    private static final String KEY = "grid/key/k";

    private final FakeJournalStore store = new FakeJournalStore();
    private final AtomicInteger fewReplicas = new AtomicInteger();
    private final List<StoreJournal> journals = new ArrayList<>();

    @AfterEach
    void close() {
        journals.forEach(StoreJournal::close);
    }

    @Test
    void aSuccessorReadsExactlyWhatWasReportedSafe() {
        var owner = owner(1);
        write(owner, book(1, standing("k")), batch(2, delivered(1)), batch(3, delivered(2), delivered(3)));

        assertThat(takeOver(2)).containsExactly(standing("k"), delivered(1), delivered(2), delivered(3));
    }

    @Test
    void thereIsNothingBeforeTheFirstOwner() {
        assertThat(takeOver(1)).isEmpty();
    }

    @Test
    void whatAFencedOwnerWritesLateCountsNothing() {
        var fenced = owner(1);
        write(fenced, book(1), batch(2, delivered(1)));
        var owner = owner(2);
        write(owner, book(1, delivered(10)));

        write(fenced, batch(3, delivered(2)));
        assertThat(takeOver(3)).containsExactly(delivered(10));

        write(fenced, book(4, delivered(4)), batch(5, delivered(5)));
        assertThat(takeOver(4)).containsExactly(delivered(10));

        write(owner, batch(2, delivered(11)));
        assertThat(takeOver(5)).containsExactly(delivered(10), delivered(11));
    }

    @Test
    void claimsAreComparedAsNumbers() {
        write(owner(9), book(1, delivered(9)));
        write(owner(10), book(1, delivered(10)));

        assertThat(takeOver(11)).containsExactly(delivered(10));
    }

    @Test
    void aBookThatWasInterruptedDoesNotCountAndTheOlderOneDoes() {
        var owner = owner(1);
        write(owner, book(1, delivered(1)), batch(2, delivered(2)));
        store.next(Outcome.DONE, Outcome.REFUSED);

        assertThat(stored(owner, largeBook(3))).isFalse();

        assertThat(store.names(BOOKS)).hasSizeGreaterThan(1);
        assertThat(takeOver(2)).containsExactly(delivered(1), delivered(2));
    }

    @Test
    void aSuccessorsBookThatWasInterruptedDoesNotCountEither() {
        write(owner(1), book(1, delivered(1)), batch(2, delivered(2)));
        var successor = owner(2);
        store.next(Outcome.DONE, Outcome.REFUSED);

        assertThat(stored(successor, largeBook(1))).isFalse();

        assertThat(takeOver(3)).containsExactly(delivered(1), delivered(2));
    }

    @Test
    void anInterruptedBookIsCompletedByWritingItAgain() {
        var owner = owner(1);
        write(owner, book(1, delivered(1)));
        Batch large = largeBook(2);
        store.next(Outcome.DONE, Outcome.UNKNOWN);

        assertThat(stored(owner, large)).isFalse();
        assertThat(stored(owner, large)).isTrue();

        assertThat(takeOver(2)).isEqualTo(large.events());
    }

    @Test
    void afterABookTheEarlierEventsGo() {
        var owner = owner(1);
        write(owner, book(1), batch(2, delivered(1)), batch(3, delivered(2)));

        write(owner, book(4, delivered(3)), batch(5, delivered(4)));

        assertThat(store.names(BOOKS)).hasSize(1);
        assertThat(store.names(EVENTS)).hasSize(1);
        assertThat(takeOver(2)).containsExactly(delivered(3), delivered(4));
    }

    @Test
    void nothingGoesBeforeTheBookIsSafe() {
        var owner = owner(1);
        write(owner, book(1, delivered(1)), batch(2, delivered(2)));
        var before = store.names("");
        store.next(Outcome.TOO_FEW);
        Batch book = book(3, delivered(1), delivered(2));

        assertThat(stored(owner, book)).isFalse();

        assertThat(store.names("")).containsAll(before); // a reader may have seen no replica that has the book
        write(owner, book, batch(4, delivered(3)));
        assertThat(store.names("")).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aSuccessorTrimsWhatItsPredecessorsLeft() {
        write(owner(1), book(1), batch(2, delivered(1)));
        var owner = owner(2);

        write(owner, book(1, delivered(1)), batch(2, delivered(2)));

        assertThat(store.names("grid/substation/a/")).hasSize(2);
    }

    @Test
    void moreEventsThanGoAtOnceGoOverSeveralBatches() {
        var owner = owner(1);
        write(owner, book(1));
        for (int number = 2; number <= 1_000; number++) {
            write(owner, batch(number, delivered(number)));
        }

        write(owner, book(1_001, delivered(0)));
        for (int number = 1_002; number <= 1_005; number++) {
            write(owner, batch(number, delivered(number)));
        }

        assertThat(store.names(EVENTS)).hasSize(4);
        assertThat(takeOver(2)).hasSize(5);
    }

    @Test
    void aBookThatIsWrittenWhileASuccessorReadsLosesNothing() {
        var owner = owner(1);
        write(owner, book(1), batch(2, delivered(1)));
        store.afterNextEntries(
                () -> write(owner, book(3, delivered(1)), batch(4, delivered(2)), batch(5, delivered(3))));

        assertThat(takeOver(2)).startsWith(delivered(1));
    }

    @Test
    void theSameBatchAgainIsHarmless() {
        var owner = owner(1);
        write(owner, book(1));
        Batch batch = batch(2, delivered(1));
        store.next(Outcome.UNKNOWN, Outcome.REFUSED, Outcome.TOO_FEW);

        assertThat(stored(owner, batch)).isFalse();
        assertThat(stored(owner, batch)).isFalse();
        assertThat(stored(owner, batch)).isFalse();
        assertThat(stored(owner, batch)).isTrue();

        write(owner, batch(3, delivered(2)));
        assertThat(takeOver(2)).containsExactly(delivered(1), delivered(2));
    }

    @Test
    void whatWasNotReportedSafeMayBeThereAllTheSame() {
        var owner = owner(1);
        write(owner, book(1));
        store.next(Outcome.UNKNOWN);

        assertThat(stored(owner, batch(2, delivered(1)))).isFalse();

        assertThat(takeOver(2)).containsExactly(delivered(1));
    }

    @Test
    void aBatchWithoutEventsKeepsTheBatchesContiguous() {
        var owner = owner(1);

        write(owner, book(1), says(2, "k", Optional.of(record("k", "a", State.RESERVED))), batch(3, delivered(1)));

        assertThat(takeOver(2)).containsExactly(delivered(1));
    }

    @Test
    void aGapIsAnError() {
        var owner = owner(1);
        write(owner, book(1), batch(2, delivered(1)), batch(3, delivered(2)));
        store.lose(store.names(EVENTS).first());

        assertThatThrownBy(() -> takeOver(2))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("batch 2 of claim 1");
    }

    @Test
    void eventsWithoutABookAreAnError() {
        var owner = owner(1);
        write(owner, book(1), batch(2, delivered(1)));
        store.lose(store.names(BOOKS).first());

        assertThatThrownBy(() -> takeOver(2)).isInstanceOf(JournalException.class);
    }

    @Test
    void aStoreThatCannotBeReadNowIsAnErrorAndLaterItIsNot() {
        write(owner(1), book(1, delivered(1)));
        store.canBeRead(false);
        var owner = journal("a");

        assertThatThrownBy(() -> owner.takeOver(2)).isInstanceOf(JournalException.class);

        store.canBeRead(true);
        assertThat(owner.takeOver(2)).containsExactly(delivered(1));
    }

    @Test
    void aRivalsRecordSurvivesOursAndIsFound() {
        var ours = owner(1);
        var rival = journal("b");
        rival.takeOver(1);
        write(rival, book(1), says(2, "k", Optional.of(record("k", "b", State.RESERVED))));

        write(ours, book(1), says(2, "k", Optional.of(record("k", "a", State.CONFIRMED))));

        assertThat(records(ours))
                .containsExactlyInAnyOrder(record("k", "a", State.CONFIRMED), record("k", "b", State.RESERVED));
    }

    @Test
    void ourRecordsReplaceEachOther() {
        var owner = owner(1);
        write(owner, book(1));

        for (int number = 2; number < 5; number++) {
            write(owner, says(number, "k", Optional.of(record("k", "a", State.RESERVED))));
        }
        write(owner, says(5, "k", Optional.of(record("k", "a", State.CONFIRMED))));

        assertThat(records(owner)).containsExactly(record("k", "a", State.CONFIRMED));
    }

    @Test
    void ourRecordsReplaceEachOtherEvenIfTheyWereInDifferentPartsOfABook() {
        var owner = owner(1);
        Map<String, Optional<KeyRecord>> many = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            many.put("k" + i, Optional.of(record("k" + i, "a", State.RESERVED)));
        }
        write(owner, new Batch(1, true, List.of(), List.of(), many));
        assertThat(store.written()).hasSizeGreaterThan(2);

        Map<String, Optional<KeyRecord>> none = new HashMap<>();
        many.keySet().forEach(key -> none.put(key, Optional.empty()));
        write(owner, new Batch(2, false, List.of(), List.of(), none));

        assertThat(store.names("grid/key/")).isEmpty();
    }

    @Test
    void aSuccessorsRecordsReplaceThoseOfItsPredecessor() {
        write(owner(1), book(1), withRecord(2, reserved("k"), record("k", "a", State.RESERVED)));
        var successor = owner(2);

        write(successor, book(1, reserved("k")), says(2, "k", Optional.of(record("k", "a", State.CONFIRMED))));

        assertThat(records(successor)).containsExactly(record("k", "a", State.CONFIRMED));
    }

    @Test
    void aSuccessorReplacesAllThatItsPredecessorSaidOfAKey() {
        var predecessor = owner(1);
        write(predecessor, book(1), withRecord(2, reserved("k"), record("k", "a", State.RESERVED)));
        store.putBeside(KEY, JournalCodec.encode(record("k", "a", State.CONFIRMED))); // it was done at two replicas
        store.putBeside(KEY, JournalCodec.encode(record("k", "b", State.RESERVED)));
        var successor = owner(2);

        write(successor, book(1, reserved("k")), says(2, "k", Optional.of(record("k", "a", State.ENDED))));

        assertThat(records(successor))
                .containsExactlyInAnyOrder(record("k", "a", State.ENDED), record("k", "b", State.RESERVED));
    }

    @Test
    void removingARecordRemovesOnlyOurs() {
        var owner = owner(1);
        write(owner, book(1), says(2, "k", Optional.of(record("k", "a", State.RESERVED))));
        store.putBeside(KEY, JournalCodec.encode(record("k", "b", State.CONFIRMED)));

        write(owner, says(3, "k", Optional.empty()), says(4, "other", Optional.empty()));

        assertThat(records(owner)).containsExactly(record("k", "b", State.CONFIRMED));
    }

    @Test
    void aRemovalThatWasRefusedIsDoneWhenItIsWrittenAgain() {
        var owner = owner(1);
        write(owner, book(1), says(2, "k", Optional.of(record("k", "a", State.RESERVED))));
        Batch removal = says(3, "k", Optional.empty());
        store.next(Outcome.REFUSED);

        assertThat(stored(owner, removal)).isFalse();
        assertThat(stored(owner, removal)).isTrue();

        assertThat(records(owner)).isEmpty();
    }

    @Test
    void keysWithSlashesAndPercentSignsAreFoundUnderTheirOwnNames() {
        var owner = owner(1);
        write(owner, book(1), says(2, "a/%2F b", Optional.of(record("a/%2F b", "a", State.RESERVED))));

        assertThat(join(owner.read(Set.of("a/%2F b", "a%2F/ b")))).containsOnlyKeys("a/%2F b");
    }

    @Test
    void readingFailsIfTheStoreDoes() {
        var owner = owner(1);
        store.canBeRead(false);

        assertThat(owner.read(Set.of("k")).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aLargeBookIsSeveralBatchesThatTheStoreTakes() {
        var owner = owner(1);
        List<OwnerEvent> events = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        Map<String, Optional<KeyRecord>> keys = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            String key = "k" + i;
            events.add(standing(key));
            sessions.add(Session.start(Samples.terms("s-" + key), Samples.WALL));
            keys.put(key, Optional.of(record(key, "a", State.CONFIRMED)));
        }

        write(owner, new Batch(1, true, events, sessions, keys));

        assertThat(store.written()).hasSizeGreaterThan(10);
        assertThat(store.written())
                .allSatisfy(part -> assertThat(part.mutations()).hasSizeLessThanOrEqualTo(900));
        assertThat(store.names("grid/session/")).hasSize(5_000);
        assertThat(takeOver(2)).isEqualTo(events);
    }

    @Test
    void whatOnlyACutOffReplicaHadOfARecordGoesWithTheNextOne() {
        var owner = owner(1);
        write(owner, book(1));
        store.next(Outcome.ALONE);
        Batch reserves = says(2, "k", Optional.of(record("k", "a", State.RESERVED)));
        assertThat(stored(owner, reserves)).isFalse();
        write(owner, reserves);
        assertThat(records(owner)).hasSize(2);

        write(owner, says(3, "k", Optional.of(record("k", "a", State.CONFIRMED))));

        assertThat(records(owner)).containsExactly(record("k", "a", State.CONFIRMED));
    }

    @Test
    void aRecordHasTheDayOnWhichItsSessionEndedHoweverLateItIsStored() {
        Session ended = Session.start(Samples.terms("s-k"), Samples.WALL).end(EndReason.DEPARTED, Samples.WALL);
        OwnerEvent end = new OwnerEvent.Booked(new LedgerEvent.Ended(Samples.AT, "s-k", EndReason.DEPARTED));
        Duration outage = Duration.ofDays(2);
        var later = new Moment(
                Samples.WALL.plus(outage),
                Samples.AT.steady().plus(outage),
                Samples.AT.simulated().plus(outage));
        OwnerEvent last = new OwnerEvent.Booked(new LedgerEvent.Delivered(later, Map.of("s-other", 1.0)));

        write(owner(1), book(1), new Batch(2, false, List.of(end, last), List.of(ended), Map.of()));

        assertThat(store.names("grid/record/")).containsExactly("grid/record/2026-03-01/s-k");
    }

    @Test
    void noValueAndNoBatchExceedsWhatTheStoreTakesWhateverItsNamesAre() {
        var owner = owner(1);
        List<OwnerEvent> events = new ArrayList<>();
        Map<String, Optional<KeyRecord>> keys = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            String key = "\u0001".repeat(120) + i; // six bytes of JSON each
            events.add(standing(key));
            keys.put(key, Optional.of(record(key, "a", State.CONFIRMED)));
        }

        write(owner, new Batch(1, true, events, List.of(), keys));

        assertThat(store.written()).hasSizeGreaterThan(2); // the store has refused none for its size
        assertThat(takeOver(2)).isEqualTo(events);
    }

    @Test
    void aNameOfALaterVersionIsAnError() {
        write(owner(1), book(1));
        store.putBeside(EVENTS + "v2-of-something", Value.of("application/json", new byte[0]));

        assertThatThrownBy(() -> takeOver(2))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("v2-of-");
    }

    @Test
    void afterItsEndAnOwnerIsToldThatNothingIsStored() {
        var owner = owner(1);
        owner.close();

        assertThat(stored(owner, book(1))).isFalse();
        assertThat(owner.read(Set.of("k")).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aMajorityOfTheMembersMustHoldABatch() {
        store.quorum(new Quorum(5, "f05", true));
        var owner = owner(1);

        write(owner, book(1));

        assertThat(store.replicasWanted()).containsExactly(3);
        assertThat(fewReplicas).hasValue(0);
    }

    @Test
    void aClusterOfOneIsAsSafeAsItCanBeAndSaysSo() {
        store.quorum(new Quorum(1, "f01", false));
        var owner = owner(1);

        write(owner, book(1));

        assertThat(store.replicasWanted()).containsExactly(1);
        assertThat(fewReplicas).hasValue(1);
    }

    @Test
    void substationsDoNotSeeEachOther() {
        write(owner(1), book(1, delivered(1)));

        assertThat(journal("b").takeOver(1)).isEmpty();
        assertThat(journal("a/book").takeOver(1)).isEmpty();
    }

    private StoreJournal journal(String substation) {
        var journal = new StoreJournal(substation, store, fewReplicas::incrementAndGet);
        journals.add(journal);
        return journal;
    }

    private StoreJournal owner(long claim) {
        StoreJournal journal = journal("a");
        journal.takeOver(claim);
        return journal;
    }

    private List<OwnerEvent> takeOver(long claim) {
        return journal("a").takeOver(claim);
    }

    private List<KeyRecord> records(StoreJournal journal) {
        return join(journal.read(Set.of("k"))).getOrDefault("k", List.of()).stream()
                .map(KeyFinding::record)
                .toList();
    }

    private static Batch withRecord(long number, OwnerEvent event, KeyRecord record) {
        return new Batch(number, false, List.of(event), List.of(), Map.of(record.key(), Optional.of(record)));
    }

    /** In several parts. */
    private static Batch largeBook(long number) {
        return book(
                number,
                IntStream.range(0, 6_000).mapToObj(i -> standing("k" + i)).toArray(OwnerEvent[]::new));
    }

    private static void write(StoreJournal journal, Batch... batches) {
        for (Batch batch : batches) {
            assertThat(stored(journal, batch)).isTrue();
        }
    }

    private static boolean stored(StoreJournal journal, Batch batch) {
        return join(journal.write(batch));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
