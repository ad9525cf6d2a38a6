package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Decisions;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees everything, and says when a promise is broken: of what owners decide at the moment when they do, of what clients are
 * told when they hear it. What an owner decides that has been followed by another one counts for nothing.
 */
final class Oracle {
    /** A session may be decided so long before it is written. */
    private static final long EARLY_MILLIS = 5_000;

    private static final double ENERGY_TOLERANCE_WATT_HOURS = 0.5;

    private final Scheduler scheduler;
    private final Statistics statistics;
    private final boolean isLoud;
    private final Map<String, Truth> truths = new HashMap<>();
    /** The session of a key that somebody was told of. */
    private final Map<String, Truth> byKey = new HashMap<>();
    /** Who has taken over each substation, with the highest claim. */
    private final Map<String, Long> highest = new HashMap<>();

    private final Map<String, Integer> takeOvers = new HashMap<>();
    private final Map<String, List<Told>> toldAmps = new HashMap<>();
    /** What sessions have by an owner's batch that is on its way. */
    private final Map<SubstationOwner, Map<String, Double>> sealedWattHours = new HashMap<>();

    private final Set<String> stopAsked = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private boolean isTroubled = true;

    /** An order that was decided. */
    private record Told(long atMillis, double amps) {}

    /** What is true of a session. */
    static final class Truth {
        final String id;
        final Substation substation;
        final long startMillis;
        /** Somebody was told that it charges. */
        boolean isCharging;
        /** Somebody was told that it waits. */
        boolean isWaiting;

        /** A client has heard of it. */
        boolean isHeard;

        boolean wasConfirmed;
        boolean isToldStopped;

        @Nullable
        String key;

        @Nullable
        ChargeOrder order;

        String connector = "";

        @Nullable
        EndReason because;

        long endedMillis;
        double safeWattHours;

        Truth(String id, Substation substation, long startMillis) {
            this.id = id;
            this.substation = substation;
            this.startMillis = startMillis;
        }

        @Override
        public String toString() {
            return "%s (key %s, connector %s%s%s%s)"
                    .formatted(
                            id,
                            key,
                            connector,
                            isCharging ? ", told to charge" : "",
                            isWaiting ? ", told to wait" : "",
                            because == null ? "" : ", ended as " + because);
        }
    }

    Oracle(Scheduler scheduler, Statistics statistics, boolean isLoud) {
        this.scheduler = scheduler;
        this.statistics = statistics;
        this.isLoud = isLoud;
    }

    boolean isTroubled() {
        return isTroubled;
    }

    void calm() {
        isTroubled = false;
    }

    void note(Supplier<String> text) {
        if (isLoud) {
            System.out.printf("%7d %s%n", scheduler.nowMillis(), text.get());
        }
    }

    @SuppressWarnings("DoNotCallSuggester") // to be called is what it is for
    void violated(String how) {
        throw new AssertionError("at %d ms: %s".formatted(scheduler.nowMillis(), how));
    }

    Iterable<Truth> truths() {
        return truths.values();
    }

    /** Whether nothing has begun or ended with a session for longer than things take. */
    boolean isOld(String id) {
        Truth truth = truths.get(id);
        long since = truth == null ? scheduler.nowMillis() : Math.max(truth.startMillis, truth.endedMillis);
        return scheduler.nowMillis() - since > 2 * Times.RESERVATION_MILLIS;
    }

    void stopAsked(String id) {
        stopAsked.add(id);
    }

    /** A balancer was told of a reservation. */
    void held(String id) {
        held.add(id);
    }

    void released(String id) {
        held.remove(id);
    }

    /** An owner has read all and begins. */
    void tookOver(OwnerProcess process, SubstationOwner owner) {
        String substation = process.substation().id();
        long before = highest.getOrDefault(substation, 0L);
        statistics.count(before == 0 ? Happening.OWNER_BEGAN : Happening.OWNER_TOOK_OVER);
        note(() -> process.name() + " owns " + substation + " with claim " + process.claim() + ": "
                + owner.ledger().active().stream()
                        .map(session -> session.terms().id() + " " + session.state())
                        .toList());
        if (process.claim() < before) {
            return;
        }
        if (process.claim() == before) {
            violated("two owners of " + substation + " have the claim " + before);
        }
        highest.put(substation, process.claim());
        takeOvers.merge(substation, 1, Integer::sum);
        for (Truth truth : truths.values()) {
            if (truth.substation == process.substation()) {
                compare(truth, owner);
            }
        }
    }

    private void compare(Truth truth, SubstationOwner owner) {
        Session session = owner.ledger().session(truth.id);
        boolean isOpen = session instanceof Session.Open;
        if (truth.isToldStopped && isOpen) {
            violated("a new owner has " + truth + " open, of which somebody was told that it is stopped for good");
        }
        if (session != null && !truth.isToldStopped) {
            truth.because = null; // whoever ended it was no owner any more
        }
        if (session != null && !session.terms().hasConnector() && !truth.isCharging) {
            truth.wasConfirmed = false; // nor whoever gave it a connector
        }
        if (truth.because == null && truth.isCharging && !(session instanceof Session.Connected)) {
            if (!(session instanceof Session.Ended)) {
                violated("a new owner does not know of " + truth + ", but has " + session);
            }
        }
        if (truth.because == null && truth.isWaiting && !truth.isCharging && session == null) {
            violated("a new owner does not know of the waiting " + truth);
        }
        if (session != null && session.deliveredWattHours() < truth.safeWattHours - 1e-9) {
            violated("energy of %s runs backwards from %.3f to %.3f Wh"
                    .formatted(truth, truth.safeWattHours, session.deliveredWattHours()));
        }
        if (session instanceof Session.Ended ended) {
            ended(truth, ended);
        }
    }

    /** An owner has decided, and nobody has heard of it yet. */
    void decided(
            OwnerProcess process,
            SubstationOwner owner,
            Decisions decisions,
            Moment now,
            Map<Long, OwnerProcess.Asked> asked) {
        boolean isOwner = isOwner(process);
        boolean may = owner.mayDecide(now);
        if (!may) {
            statistics.count(Happening.ALONE_ROUND);
        }
        if (isOwner) {
            decisions.batch().ifPresent(batch -> sealed(process, owner, batch));
        }
        for (Decisions.Answer answer : decisions.answers()) {
            OwnerProcess.Asked to = asked.get(answer.ask());
            if (to != null) {
                answered(process, owner, to.ask(), answer.reply());
            }
        }
        for (Order order : decisions.orders()) {
            ordered(process, order, may);
        }
    }

    private boolean isOwner(OwnerProcess process) {
        return process.claim() >= highest.getOrDefault(process.substation().id(), 0L);
    }

    /** An owner has read what an earlier one may have told a connector. */
    void presumed(OwnerProcess process, OwnerEvent.Allowed allowed) {
        allowed.amps().forEach((id, amps) -> {
            int connector = process.substation().plant().network().connector(id).orElseThrow();
            String to = process.name() + "/" + process.claim() + "/" + connector;
            toldAmps.put(to, new ArrayList<>(List.of(new Told(Long.MAX_VALUE, amps))));
        });
    }

    /** A connector has confirmed an order: what earlier owners have told it is over. */
    void confirmed(OwnerProcess process, int connector) {
        List<Told> told = toldAmps.get(process.name() + "/" + process.claim() + "/" + connector);
        if (told != null) {
            told.removeIf(presumed -> presumed.atMillis() == Long.MAX_VALUE);
        }
    }

    private void ordered(OwnerProcess process, Order order, boolean may) {
        note(() -> process.name() + " with claim " + process.claim() + " sends " + order);
        String to = process.name() + "/" + process.claim() + "/" + order.connector();
        double fallback = process.substation()
                .plant()
                .network()
                .connectors()
                .get(order.connector())
                .fallbackAmps();
        List<Told> told = toldAmps.computeIfAbsent(to, _ -> new ArrayList<>());
        // Whatever may still be in force there was told within so long.
        told.removeIf(earlier ->
                earlier.atMillis() < scheduler.nowMillis() - Times.ORDER_LEASE_MILLIS - 2 * Times.TRANSIT_MILLIS);
        double before = told.stream().mapToDouble(Told::amps).max().orElse(Double.MAX_VALUE);
        told.add(new Told(scheduler.nowMillis(), order.amps()));
        if (!may && order.amps() > Math.max(before, fallback)) {
            violated(process.name() + " raises connector " + order.connector() + " from " + before + " to "
                    + order.amps() + " A and has no majority");
        }
    }

    private void sealed(OwnerProcess process, SubstationOwner owner, Batch batch) {
        Map<String, Double> delivered = new HashMap<>();
        owner.ledger()
                .charging()
                .forEach(session -> delivered.put(session.terms().id(), session.deliveredWattHours()));
        sealedWattHours.put(owner, delivered);
        batch.events().stream()
                .filter(OwnerEvent.Allowed.class::isInstance)
                .forEach(event -> note(() -> process.name() + " writes " + event));
        for (Session session : batch.sessions()) {
            String id = session.terms().id();
            Truth truth = truths.computeIfAbsent(id, _ -> new Truth(id, process.substation(), scheduler.nowMillis()));
            owner.ledger().origin(id).ifPresent(origin -> describe(truth, origin));
            note(() -> process.name() + " writes in batch " + batch.number() + " " + session.state() + " " + truth);
            if (session instanceof Session.Connected) {
                truth.wasConfirmed = true;
            }
            if (session instanceof Session.Ended ended) {
                ended(truth, ended);
            }
        }
    }

    private static void describe(Truth truth, Ledger.Origin origin) {
        truth.key = origin.attempt().key();
        truth.order = origin.order();
    }

    private void ended(Truth truth, Session.Ended session) {
        EndReason because = session.because();
        if (truth.because == because) {
            return;
        }
        if (truth.because != null) {
            violated(truth + " ends again as " + because);
        }
        truth.wasConfirmed |= session.terms().hasConnector() && isOfSession(because);
        truth.because = because;
        truth.endedMillis = scheduler.nowMillis();
        count(truth, because);
        switch (because) {
            case SERVED -> {
                if (!truth.isCharging && !truth.wasConfirmed) {
                    violated(truth + " has all and never charged");
                }
            }
            case DEPARTED -> {
                long stay = Duration.between(
                                session.terms().start(),
                                session.terms().request().departBy())
                        .toMillis();
                long been = scheduler.nowMillis() - truth.startMillis;
                if (been < stay * 0.99 - EARLY_MILLIS) {
                    violated("%s departs after %d ms of %d".formatted(truth, been, stay));
                }
            }
            case STOPPED -> {
                if (!stopAsked.contains(truth.id)) {
                    violated("nobody has asked to stop " + truth);
                }
            }
            case NOT_CONFIRMED, TAKEN_BACK -> {
                if (truth.isCharging || truth.isWaiting) {
                    violated("somebody was told of " + truth);
                }
            }
            case GIVEN_BACK -> {
                if (truth.isCharging || truth.isHeard || held.contains(truth.id)) {
                    violated("somebody else has " + truth);
                }
            }
            case FAULT -> violated(truth + " cannot fail here");
        }
        checkEnergy(truth.substation, session);
    }

    /** A session that had a connector: it was one, if only for an instant. */
    private static boolean isOfSession(EndReason because) {
        return because == EndReason.SERVED || because == EndReason.DEPARTED || because == EndReason.STOPPED;
    }

    private void count(Truth truth, EndReason because) {
        switch (because) {
            case SERVED -> statistics.count(Happening.SERVED);
            case DEPARTED -> statistics.count(Happening.DEPARTED);
            case STOPPED -> {}
            case NOT_CONFIRMED -> statistics.count(Happening.NOT_CONFIRMED);
            case GIVEN_BACK -> statistics.count(Happening.GIVEN_BACK);
            case TAKEN_BACK ->
                statistics.count(truth.wasConfirmed ? Happening.CONFIRMATION_TAKEN_BACK : Happening.TAKEN_BACK);
            case FAULT -> {}
        }
    }

    private void checkEnergy(Substation substation, Session.Ended session) {
        int position = substation
                .plant()
                .network()
                .connector(session.terms().connector())
                .orElse(-1);
        if (position < 0 || session.deliveredWattHours() == 0) {
            return;
        }
        SimulatedConnector connector = substation.plant().connectors().get(position);
        connector.delivered(session.terms().id(), session.deliveredWattHours());
        double slack = ENERGY_TOLERANCE_WATT_HOURS * (1 + takeOvers.getOrDefault(substation.id(), 0));
        statistics.count(Happening.ENERGY_COUNTED);
        if (connector.deliveredWattHours() > connector.registerWattHours() + slack) {
            violated("%.3f Wh were delivered at %s and %.3f Wh drawn"
                    .formatted(connector.deliveredWattHours(), connector.name(), connector.registerWattHours()));
        }
    }

    /** A batch is safe. */
    void stored(OwnerProcess process, SubstationOwner owner, Moment now) {
        if (isOwner(process) && owner.mayDecide(now)) {
            sealedWattHours.getOrDefault(owner, Map.of()).forEach((id, wattHours) -> {
                Truth truth = truths.get(id);
                if (truth != null) {
                    truth.safeWattHours = Math.max(truth.safeWattHours, wattHours);
                }
            });
        }
    }

    private void answered(OwnerProcess process, SubstationOwner owner, Input.Ask ask, Reply reply) {
        note(() -> process.name() + " answers " + reply + " to " + ask);
        switch (reply) {
            case Reply.Reserved(var terms, long _) -> {
                statistics.count(Happening.RESERVED);
                admits(process, reply);
                truth(process, terms.id());
            }
            case Reply.Charging(var accepted) -> {
                statistics.count(Happening.CHARGING);
                admits(process, reply);
                charges(process, owner, accepted.terms().id());
            }
            case Reply.Queued(var terms, int _) -> {
                statistics.count(Happening.QUEUED);
                admits(process, reply);
                waits(process, owner, terms.id());
            }
            case Reply.Here(var session) -> {
                statistics.count(Happening.HERE);
                admits(process, reply);
                if (session instanceof Session.Connected) {
                    charges(process, owner, session.terms().id());
                }
            }
            case Reply.Done(boolean found, boolean isStored) -> {
                if (found && ask instanceof Input.Stop(long _, String id)) {
                    statistics.count(isStored ? Happening.STOPPED : Happening.STOPPED_NOT_STORED);
                    truth(process, id).isToldStopped |= isStored;
                }
            }
            case Reply.Gone() -> {
                statistics.count(Happening.GONE);
                if (ask instanceof Input.Confirm(long _, String id)) {
                    Truth truth = truths.get(id);
                    boolean isThere = owner.ledger().session(id) instanceof Session.Connected;
                    if (truth != null && truth.isCharging && isThere && isOwner(process)) {
                        violated(truth + " is said to be gone");
                    }
                }
            }
            case Reply.Elsewhere _ -> statistics.count(Happening.ELSEWHERE);
            case Reply.UnderWay _ -> statistics.count(Happening.UNDER_WAY);
            case Reply.Full _ -> statistics.count(Happening.FULL);
            case Reply.KeyReused _ -> {
                statistics.count(Happening.KEY_REUSED);
                isReused((Input.Reserve) ask);
            }
            case Reply.Unavailable(var why) ->
                statistics.count(
                        switch (why) {
                            case NO_MAJORITY -> Happening.NO_MAJORITY;
                            case NOT_STORED -> Happening.NOT_STORED;
                            case IN_DOUBT -> Happening.IN_DOUBT;
                        });
        }
    }

    private void isReused(Input.Reserve ask) {
        Truth truth = byKey.get(ask.attempt().key());
        if (truth != null
                && (truth.because == null || truth.wasConfirmed)
                && ask.order().equals(truth.order)) {
            violated("the key " + truth.key + " is repeated with the order of " + truth);
        }
    }

    private void admits(OwnerProcess process, Reply reply) {
        if (!isOwner(process)) {
            violated(process.name() + " is followed by another owner, and answers " + reply);
        }
    }

    private Truth truth(OwnerProcess process, String id) {
        return truths.computeIfAbsent(id, _ -> new Truth(id, process.substation(), scheduler.nowMillis()));
    }

    private void charges(OwnerProcess process, SubstationOwner owner, String id) {
        Truth truth = truth(process, id);
        owner.ledger().origin(id).ifPresent(origin -> describe(truth, origin));
        Session session = owner.ledger().session(id);
        if (session instanceof Session.Ended) {
            return; // in this very round
        }
        if (!(session instanceof Session.Connected)) {
            violated(truth + " is said to charge and is " + session);
            return;
        }
        if (truth.because != null) {
            violated(truth + " is said to charge");
        }
        truth.isCharging = true;
        truth.wasConfirmed = true;
        truth.connector = session.terms().connector();
        theKeys(truth);
        for (Truth other : truths.values()) {
            boolean isAtTheSame = other.substation == truth.substation && other.connector.equals(truth.connector);
            if (other != truth && other.isCharging && other.because == null && isAtTheSame) {
                violated(truth + " is at the connector of " + other);
            }
        }
    }

    private void waits(OwnerProcess process, SubstationOwner owner, String id) {
        Truth truth = truth(process, id);
        owner.ledger().origin(id).ifPresent(origin -> describe(truth, origin));
        truth.isWaiting = true;
        theKeys(truth);
    }

    /** A key has one session, ever; but who has waited in vain, and is told so, may ask again. */
    private void theKeys(Truth truth) {
        boolean isInVain = truth.because != null && !truth.wasConfirmed;
        if (truth.key != null && !isInVain) {
            Truth other = byKey.put(truth.key, truth);
            boolean hasOther = other != null && (other.because == null || other.wasConfirmed);
            if (hasOther && other != truth) {
                violated("the key " + truth.key + " has the sessions " + other + " and " + truth);
            }
        }
    }

    /** A client has heard an answer. */
    void told(Request request, Answer answer) {
        note(() -> "client " + request.key() + " is told " + answer);
        switch (answer) {
            case Answer.Charging(String id, String _) -> toldOf(request, id, true);
            case Answer.Waiting(String id, String _) -> toldOf(request, id, false);
            case Answer.Present(var session, String _) ->
                toldOf(request, session.terms().id(), session instanceof Session.Open);
            case Answer.AsStored(var record) ->
                toldOf(
                        request,
                        record.sessionId(),
                        record.state() == io.causalgrid.grid.core.owner.KeyRecord.State.CONFIRMED);
            case Answer.Reused(), Answer.Unavailable() -> {}
        }
    }

    private void toldOf(Request request, String id, boolean isOpen) {
        Truth truth = truths.get(id);
        if (truth == null) {
            violated("a client is told of " + id + ", which nobody has made");
            return;
        }
        if (truth.order != null && !truth.order.equals(request.order())) {
            violated("a client that orders " + request.order() + " is told of " + truth);
        }
        if (isOpen && truth.because != null && truth.endedMillis < request.sentAtMillis()) {
            violated("a client that asked at " + request.sentAtMillis() + " is told that " + truth + " charges");
        }
        if (!truth.isWaiting && !truth.wasConfirmed) {
            violated("a client is told of " + truth + ", which never was a session");
        }
        if (isOpen && truth.because == null && !truth.isWaiting) {
            truth.isCharging = true;
        }
        truth.isHeard = true;
        theKeys(truth);
        if (isOpen && (truth.because == EndReason.TAKEN_BACK || truth.because == EndReason.NOT_CONFIRMED)) {
            violated("a client is told that " + truth + " charges");
        }
    }
}
