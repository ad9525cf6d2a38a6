package io.causalgrid.grid.core.owner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers that wait until the journal has what they tell. Nothing waits longer than its deadline. Confined to one thread.
 */
final class Outbox {
    /** What becomes of an answer: one of the two is called, once. */
    interface Waiting {
        /** The journal has it. */
        void stored();

        /** The time is over, or the journal fails, and has it not. */
        void late();
    }

    private record Entry(long position, Instant deadline, Waiting waiting) {}

    private final JournalQueue journal;
    private final List<Entry> entries = new ArrayList<>();
    private List<Decisions.Answer> answers = new ArrayList<>();

    Outbox(JournalQueue journal) {
        this.journal = journal;
    }

    void answer(long ask, Reply reply) {
        answers.add(new Decisions.Answer(ask, reply));
    }

    /** When the journal has all that has been appended so far. */
    void whenStored(Instant deadline, Waiting waiting) {
        entries.add(new Entry(journal.position(), deadline, waiting));
    }

    void settle(Instant now) {
        List<Runnable> settled = new ArrayList<>();
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (journal.isStored(entry.position())) {
                settled.add(entry.waiting()::stored);
                each.remove();
            } else if (journal.isFailing() || !now.isBefore(entry.deadline())) {
                settled.add(entry.waiting()::late);
                each.remove();
            }
        }
        settled.forEach(Runnable::run);
    }

    List<Decisions.Answer> take() {
        List<Decisions.Answer> taken = answers;
        answers = new ArrayList<>();
        return taken;
    }
}
