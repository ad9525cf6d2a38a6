package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.Confirmation;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Reply.Why;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The part of an owner's rounds that makes sessions, in two steps.
 *
 * <p>A reservation: whether another substation has the key is read before, if the key may have been seen, and again after our
 * own record of it is safe at a majority. Of two substations that reserve for one key at the same time at least one then
 * reads the other's record, and takes its own back. A confirmation counts if the journal had it before the reservation was
 * over: until then every other substation that reads the key sees ours. Confined to one thread.
 */
final class Reservations {
    private static final Reply NO_MAJORITY = new Reply.Unavailable(Why.NO_MAJORITY);
    private static final Reply NOT_STORED = new Reply.Unavailable(Why.NOT_STORED);
    private static final Reply IN_DOUBT = new Reply.Unavailable(Why.IN_DOUBT);

    /** Someone who waits for a look-up of a key: to reserve or wait, or with what was made for it. */
    private record Reader(Input.Reserve ask, Optional<Made> made) {}

    /** A reservation or a place in the queue, and the version of the ledger with it. */
    private record Made(SessionTerms terms, Instant until, long version) {
        String id() {
            return terms.id();
        }
    }

    /** Those whose keys were asked for at a moment: what is read was so then, or came later. */
    private record LookedUp(Moment at, List<Reader> readers, boolean isInheritance) {}

    /** A confirmation on its way into the journal. */
    private record Confirming(long position, Instant until) {}

    private final OwnerSettings settings;
    private final Ledger ledger;
    private final JournalQueue journal;
    private final Outbox outbox;
    private final KeyDuty keys;
    private final Inheritance inheritance;
    private final Consumer<String> say;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, LookedUp> readers = new HashMap<>();
    /** Reserved, but not in the journal, or not known to be ours alone: nobody is to hear of these. */
    private final Set<String> unheard = new HashSet<>();

    /** Places in the queue that were told to others than who made them, who cannot give them back any more. */
    private final Set<String> toldToOthers = new HashSet<>();

    private final Map<String, Confirming> confirming = new HashMap<>();
    private long lookUps;
    private List<Reader> nextReaders = new ArrayList<>();
    private Moment now = new Moment(Instant.MIN, Instant.MIN, Instant.MIN);
    private boolean mayDecide;
    private long takenBack;

    /**
     * @param say says a session's key anew
     */
    Reservations(OwnerSettings settings, Ledger ledger, JournalQueue journal, Outbox outbox, Consumer<String> say) {
        this.settings = settings;
        this.ledger = ledger;
        this.journal = journal;
        this.outbox = outbox;
        this.say = say;
        this.keys = new KeyDuty(settings.substation(), settings.times().skew());
        this.inheritance =
                new Inheritance(ledger, keys, outbox, settings.times().patience(), new Inheritance.Heir() {
                    @Override
                    public void say(String sessionId, String key, long number) {
                        numbers.put(key, number);
                        say.accept(sessionId);
                    }

                    @Override
                    public void stands(String sessionId) {
                        unheard.remove(sessionId);
                    }

                    @Override
                    public void falls(String sessionId) {
                        takeBack(sessionId);
                    }
                });
    }

    /** A session that an earlier owner left. Nobody hears of it before its key is known to have no other. */
    void inherit(String sessionId) {
        if (settings.keysAreShared()) {
            unheard.add(sessionId);
            inheritance.add(sessionId);
        }
    }

    /** The number of a key's session or reservation here. */
    long number(String key) {
        return numbers.getOrDefault(key, 1L);
    }

    /** Nothing is said of the key any more. */
    void forget(String key) {
        numbers.remove(key);
    }

    /** A round begins. */
    void begin(Moment present, boolean may) {
        now = present;
        mayDecide = may;
    }

    /** Whether others may know of a session. */
    boolean isHeard(String sessionId) {
        return !unheard.contains(sessionId) && !confirming.containsKey(sessionId);
    }

    /** Whether it may have power: whoever has charged goes on while it is looked after. */
    boolean mayCharge(String sessionId) {
        return isHeard(sessionId) || inheritance.has(sessionId);
    }

    /** Whether it is known of each session that an earlier owner left whether it is its key's one session. */
    boolean isInheritanceSettled() {
        return inheritance.isEmpty();
    }

    long takenBack() {
        return takenBack;
    }

    void reserve(Input.Reserve ask) {
        if (!mayDecide) {
            outbox.answer(ask.ask(), NO_MAJORITY);
            return;
        }
        Optional<Admission> here = ledger.find(ask.attempt(), ask.order(), now);
        if (here.isPresent()) {
            tell(ask, here.get());
        } else if (ask.keyIsNew() || !settings.keysAreShared()) {
            decide(ask, 1);
        } else {
            nextReaders.add(new Reader(ask, Optional.empty()));
        }
    }

    void confirm(Input.Confirm ask) {
        String id = ask.sessionId();
        if (!mayDecide) {
            outbox.answer(ask.ask(), NO_MAJORITY);
            return;
        }
        Session before = ledger.session(id);
        boolean isUnsettled = before instanceof Session.Reserved && !isHeard(id);
        Confirmation confirmation = isUnsettled ? new Confirmation.Gone() : ledger.confirm(id, now);
        switch (confirmation) {
            case Confirmation.Gone() -> outbox.answer(ask.ask(), new Reply.Gone());
            case Confirmation.Accepted accepted -> {
                if (before instanceof Session.Reserved reserved) {
                    confirming.put(id, new Confirming(journal.position(), reserved.until()));
                }
                whenStored(ask.ask(), () -> IN_DOUBT, () -> outcome(accepted));
            }
        }
    }

    void giveBack(Input.GiveBack ask) {
        boolean isOthers = toldToOthers.stream().anyMatch(id -> isOf(ask.attempt(), id));
        boolean found = !isOthers && ledger.giveBack(ask.attempt(), now).isPresent();
        outbox.answer(ask.ask(), new Reply.Done(found, false));
    }

    private boolean isOf(Attempt attempt, String sessionId) {
        return ledger.origin(sessionId)
                .filter(origin -> origin.attempt().equals(attempt))
                .isPresent();
    }

    /**
     * Those confirmations count that the journal had in time; after a look at the journal, before any answer is given.
     *
     * @return whether there were any
     */
    boolean settle() {
        int before = confirming.size();
        for (var each = confirming.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Confirming> entry = each.next();
            if (journal.isStored(entry.getValue().position())) {
                each.remove();
                boolean isInTime = now.steady().isBefore(entry.getValue().until());
                if (!isInTime) {
                    takeBack(entry.getKey());
                }
            }
        }
        return confirming.size() < before;
    }

    /** Keys have been read. */
    void read(long lookUp, Map<String, List<KeyFinding>> findings) {
        LookedUp lookedUp = readers.remove(lookUp);
        if (lookedUp == null) {
            return;
        }
        if (lookedUp.isInheritance() && mayDecide) {
            inheritance.read(findings, lookedUp.at(), now);
        } else if (lookedUp.isInheritance()) {
            inheritance.notRead();
        }
        for (Reader reader : lookedUp.readers()) {
            List<KeyFinding> found =
                    findings.getOrDefault(reader.ask().attempt().key(), List.of());
            Optional<Reply> rival =
                    keys.rival(found, reader.ask().order(), lookedUp.at().steady());
            if (rival.isPresent()) {
                withdraw(reader, rival.get());
            } else if (!mayDecide) {
                withdraw(reader, NO_MAJORITY);
            } else if (reader.made().isEmpty()) {
                goOn(reader.ask(), KeyDuty.next(found));
            } else {
                grant(reader.ask(), reader.made().get());
            }
        }
    }

    /** Keys could not be read. */
    void notRead(long lookUp) {
        LookedUp lookedUp = readers.remove(lookUp);
        if (lookedUp != null) {
            lookedUp.readers().forEach(reader -> withdraw(reader, NO_MAJORITY));
        }
        if (lookedUp != null && lookedUp.isInheritance()) {
            inheritance.notRead();
        }
    }

    /** A session is over; whether others know that there was one. */
    boolean ended(String sessionId) {
        confirming.remove(sessionId);
        toldToOthers.remove(sessionId);
        inheritance.ended(sessionId);
        return !unheard.remove(sessionId);
    }

    /** The keys that are to be read now. */
    Optional<Decisions.LookUp> takeLookUp() {
        Set<String> names = mayDecide ? inheritance.takeKeys() : new HashSet<>();
        boolean isInheritance = !names.isEmpty();
        nextReaders.forEach(reader -> names.add(reader.ask().attempt().key()));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        readers.put(++lookUps, new LookedUp(now, nextReaders, isInheritance));
        nextReaders = new ArrayList<>();
        return Optional.of(new Decisions.LookUp(lookUps, names));
    }

    /** Nobody else has the key; another one who asked with it may have come first here. */
    private void goOn(Input.Reserve ask, long number) {
        Optional<Admission> here = ledger.find(ask.attempt(), ask.order(), now);
        if (here.isPresent()) {
            tell(ask, here.get());
        } else {
            decide(ask, number);
        }
    }

    private void decide(Input.Reserve ask, long number) {
        numbers.put(ask.attempt().key(), number);
        Admission admission = ledger.reserve(ask.attempt(), ask.order(), now);
        switch (admission) {
            case Admission.Reserved(var terms, Instant until, long version) ->
                made(ask, new Made(terms, until, version));
            case Admission.Queued(var terms, int _) -> {
                Instant until = now.steady().plus(settings.ledger().reservationAge());
                made(ask, new Made(terms, until, ledger.version()));
            }
            case Admission.Known _, Admission.UnderWay _, Admission.NoConnector _, Admission.KeyReused _ ->
                tell(ask, admission);
        }
    }

    private void made(Input.Reserve ask, Made made) {
        unheard.add(made.id());
        whenStored(ask.ask(), () -> late(made.id()), () -> isMade(ask, made));
    }

    /** Answers with what there is. */
    private void tell(Input.Reserve ask, Admission admission) {
        long number = ask.ask();
        switch (admission) {
            case Admission.Reserved(var terms, Instant _, long version) ->
                outbox.answer(
                        number,
                        isHeard(terms.id())
                                ? new Reply.Reserved(terms, version) // the very same attempt, whose answer was lost
                                : new Reply.UnderWay(settings.substation()));
            case Admission.UnderWay _ -> outbox.answer(number, new Reply.UnderWay(settings.substation()));
            case Admission.Queued(var terms, int _) ->
                whenStored(number, () -> IN_DOUBT, () -> {
                    if (!isOf(ask.attempt(), terms.id())) {
                        toldToOthers.add(terms.id());
                    }
                    return Optional.of(waiting(terms));
                });
            case Admission.Known(Session session) ->
                whenStored(number, () -> IN_DOUBT, () -> Optional.of(present(session)));
            case Admission.NoConnector(int connectors) -> outbox.answer(number, new Reply.Full(connectors));
            case Admission.KeyReused() -> outbox.answer(number, new Reply.KeyReused());
        }
    }

    /** It is in the journal. Its answer waits until the key has been read, if others may have it. */
    private Optional<Reply> isMade(Input.Reserve ask, Made made) {
        if (!mayDecide) {
            takeBack(made.id());
            return Optional.of(NO_MAJORITY);
        }
        if (settings.keysAreShared()) {
            nextReaders.add(new Reader(ask, Optional.of(made)));
        } else {
            grant(ask, made);
        }
        return Optional.empty();
    }

    private void grant(Input.Reserve ask, Made made) {
        Session session = ledger.session(made.id());
        if (session instanceof Session.Queued) {
            stay(ask, made);
            return;
        }
        if (session instanceof Session.Open) {
            unheard.remove(made.id());
        }
        Reply reply =
                switch (session) {
                    case Session.Reserved _ -> new Reply.Reserved(made.terms(), made.version());
                    case null, default ->
                        new Reply.UnderWay(settings.substation()); // it took too long; it may come again
                };
        outbox.answer(ask.ask(), reply);
    }

    /** A place in the queue needs no confirmation by anybody else; but as with one, the journal must have it in time. */
    private void stay(Input.Reserve ask, Made made) {
        unheard.remove(made.id());
        say.accept(made.id());
        confirming.put(made.id(), new Confirming(journal.position(), made.until()));
        whenStored(ask.ask(), () -> IN_DOUBT, () -> Optional.of(waiting(made.terms())));
    }

    /** Where something that waits is now, if others may know of it. */
    private Reply waiting(SessionTerms terms) {
        if (!mayDecide || !isHeard(terms.id())) {
            return IN_DOUBT;
        }
        return ledger.session(terms.id()) instanceof Session.Queued
                ? new Reply.Queued(terms, ledger.position(terms.id()))
                : new Reply.UnderWay(settings.substation());
    }

    private Optional<Reply> outcome(Confirmation.Accepted accepted) {
        Session session = ledger.session(accepted.terms().id());
        boolean isSession =
                session instanceof Session.Connected && isHeard(accepted.terms().id());
        return Optional.of(isSession && mayDecide ? new Reply.Charging(accepted) : IN_DOUBT);
    }

    private Reply present(Session known) {
        Session session = ledger.session(known.terms().id());
        boolean isTold = mayDecide && isHeard(known.terms().id());
        Session present = session == null ? known : session;
        boolean isNone = present instanceof Session.Ended ended && ended.because() == EndReason.TAKEN_BACK;
        return isTold && !isNone ? new Reply.Here(present) : IN_DOUBT;
    }

    private Reply late(String sessionId) {
        takeBack(sessionId);
        return NOT_STORED;
    }

    private void withdraw(Reader reader, Reply reply) {
        reader.made().ifPresent(made -> takeBack(made.id()));
        outbox.answer(reader.ask().ask(), reply);
    }

    private void takeBack(String sessionId) {
        if (ledger.session(sessionId) instanceof Session.Open open) {
            takenBack++;
            ledger.end(open, EndReason.TAKEN_BACK, now);
        }
    }

    private void whenStored(long ask, Supplier<Reply> late, Supplier<Optional<Reply>> stored) {
        outbox.whenStored(now.steady().plus(settings.times().patience()), new Outbox.Waiting() {
            @Override
            public void stored() {
                stored.get().ifPresent(reply -> outbox.answer(ask, reply));
            }

            @Override
            public void late() {
                outbox.answer(ask, late.get());
            }
        });
    }
}
