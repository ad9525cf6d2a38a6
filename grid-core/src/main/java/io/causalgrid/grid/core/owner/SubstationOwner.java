package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.feeder.Loan;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.ledger.Offer;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Owns one substation. Each {@link #round} takes what has arrived, decides, and says what is to be written, sent and answered.
 *
 * <p>Invariants:
 * <ul>
 *   <li>Nothing is given to the journal but while the claim is held: the next owner may have read it since.
 *   <li>What is answered is in the journal, and was there while the claim on the substation was held.
 *   <li>What is shown of a session that was decided on is in the journal; what simply happened is shown at once.
 *   <li>An order that raises is sent only after the journal says that its connector may allow so much, while the claim is held.
 *   <li>A reservation is answered only after other substations' records of its key were read at a majority, later than its own
 *       had been written at one; and is confirmed only if the journal had that before the reservation was over.
 * </ul>
 *
 * <p>Deterministic: the same inputs at the same moments give the same decisions. Confined to one thread.
 */
public final class SubstationOwner {
    private final OwnerSettings settings;
    private final JournalQueue journal;
    private final Ledger ledger;
    private final PowerRounds power;
    private final Optional<FeederDuty> feeder;
    private final Outbox outbox;
    private final Network network;
    private final Reservations reservations;
    /** Delivered since it was last written down, by session. */
    private final Map<String, Double> accrued = new HashMap<>();

    private final Map<Integer, String> vehicles = new HashMap<>();
    private Set<String> shown = new LinkedHashSet<>();
    private Mastery mastery = new Mastery.Alone(0);
    private Instant dividedAt = Instant.MIN;
    private Instant progressAt = Instant.MIN;
    private boolean isDirty;
    /** Whether it may decide in this round. */
    private boolean may;

    /**
     * One that has nothing yet.
     *
     * @param idPrefix begins each session's id, and must be greater than those of earlier owners, as texts are
     */
    public SubstationOwner(OwnerSettings settings, String idPrefix, Network network, AllocationPolicy policy) {
        this(settings, idPrefix, network, policy, Optional.empty());
    }

    /**
     * One that shares a limit with other substations.
     *
     * @param idPrefix as above
     */
    public SubstationOwner(
            OwnerSettings settings,
            String idPrefix,
            Network network,
            AllocationPolicy policy,
            Optional<SharedLimit> shared) {
        this.settings = settings;
        this.network = network;
        this.journal = new JournalQueue(settings.bookEvery());
        List<String> connectors =
                network.connectors().stream().map(Connector::id).toList();
        this.ledger =
                new Ledger(idPrefix, new Offer(connectors, settings.defaults()), settings.ledger(), this::writeDown);
        var allocator = new Allocator(policy, settings.allocator(), network);
        this.power =
                new PowerRounds(allocator, network, journal, settings.times().step());
        this.feeder = shared.map(limit -> new FeederDuty(limit, journal, power));
        this.outbox = new Outbox(journal);
        this.reservations = new Reservations(settings, ledger, journal, outbox, id -> say(State.CONFIRMED, id));
    }

    /**
     * What an earlier owner wrote, from its last book on; before the first round.
     *
     * @throws IllegalStateException if the events are incomplete or out of order
     */
    public void replay(OwnerEvent event) {
        switch (event) {
            case OwnerEvent.Booked(LedgerEvent booked) -> ledger.replay(booked);
            case OwnerEvent.Allowed allowed -> power.presume(allowed.amps());
            case OwnerEvent.Lent(Moment _, Loan loan) -> feeder.ifPresent(duty -> duty.inherit(loan));
        }
    }

    /**
     * All has been read: takes over. Reservations end, since whoever made them has been answered by another owner, or never.
     *
     * @throws IllegalStateException if a connector that is in use, and so counts, is not in the network
     */
    public void takeOver(Moment now) {
        power.begin();
        feeder.ifPresent(duty -> duty.takeOver(now));
        for (Session.Open session : ledger.active()) {
            if (session instanceof Session.Reserved) {
                ledger.end(session, EndReason.NOT_CONFIRMED, now);
            } else {
                vehicles.put(power.connector(session), session.terms().id());
                inherit(session);
            }
        }
        ledger.queued().forEach(this::inherit);
        missing(network).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        isDirty = true;
    }

    private void inherit(Session session) {
        shown.add(session.terms().id());
        reservations.inherit(session.terms().id());
    }

    /**
     * Prepares for an owner whose network is another one: connectors that it does not have are not given out any more.
     *
     * @return why that owner could not take over yet; empty if it could
     */
    public Optional<String> prepareFor(Network next) {
        ledger.offerOnly(connector -> next.connector(connector).isPresent());
        return missing(next);
    }

    /** A connector in use that a network does not have, in words. */
    private Optional<String> missing(Network in) {
        for (Session.Open session : ledger.active()) {
            String connector = session.terms().connector();
            if (in.connector(connector).isEmpty()) {
                return Optional.of("there is no connector %s any more, which %s holds"
                        .formatted(connector, session.terms().id()));
            }
        }
        return power.allowed().keySet().stream()
                .filter(connector -> in.connector(connector).isEmpty())
                .map("there is no connector %s any more, which may allow some current still"::formatted)
                .findFirst();
    }

    /** One round. */
    public Decisions round(List<Input> inputs, Moment now) {
        for (Input input : inputs) {
            if (input instanceof Input.Footing footing) {
                stand(footing);
            }
        }
        may = mayDecide(now);
        power.mayRaise(may);
        reservations.begin(now, may);
        isDirty |= reservations.settle();
        outbox.settle(now.steady());
        inputs.forEach(input -> hear(input, now));
        boolean isTick = inputs.stream().anyMatch(Input.Tick.class::isInstance);
        if (isTick) {
            timePasses(now);
        }
        for (Input input : inputs) {
            if (input instanceof Input.Ask ask) {
                answer(ask, now);
            }
        }
        outbox.settle(now.steady());
        absorbChanges();
        power.settle(now);
        if (isTick) {
            feeder.ifPresent(duty -> duty.look(may, now));
        }
        decidePower(isTick, inputs.stream().anyMatch(SubstationOwner::isAcknowledgement), now);
        if (isTick
                && may
                && !now.steady().isBefore(progressAt.plus(settings.times().progress()))) {
            writeProgress(now);
        }
        ledger.takeForgottenKeys().forEach(key -> journal.say(key, Optional.empty()));
        return new Decisions(
                isHolding(now) ? journal.seal(this::session, () -> written(now)) : Optional.empty(),
                power.takeOrders(),
                outbox.take(),
                reservations.takeLookUp(),
                takeShown(),
                feeder.flatMap(duty -> duty.takeRow(now)),
                isDirty ? Optional.of(dividedAt.plus(settings.times().division())) : Optional.empty());
    }

    /** A session as it is now, the energy included that is not written down yet; null if it is not known any more. */
    public @Nullable Session session(String id) {
        Session session = ledger.session(id);
        Double more = accrued.get(id);
        return session instanceof Session.Charging charging && more != null ? charging.deliver(more) : session;
    }

    /** What a session may draw and why, if it has been decided. */
    public Optional<Grant> grant(String sessionId) {
        return Optional.ofNullable(power.grant(sessionId));
    }

    /** What it may use of the limit that it shares with others, now; without end if it shares none. */
    public double sharedWatts(Moment now) {
        return feeder.map(duty -> duty.watts(now)).orElse(Double.POSITIVE_INFINITY);
    }

    /** What it has lent of its right to its feeder. */
    public double lentWatts(Moment now) {
        return feeder.map(duty -> duty.lentWatts(now)).orElse(0.0);
    }

    /** What it has borrowed beyond its right to its feeder. */
    public double borrowedWatts(Moment now) {
        return feeder.map(duty -> duty.borrowedWatts(now)).orElse(0.0);
    }

    /** The position of a session's connector in the network; -1 if it has none. */
    public int connector(Session session) {
        return power.connector(session);
    }

    /** Of all sessions there are. */
    public Ledger ledger() {
        return ledger;
    }

    public double grantedWatts() {
        return power.grantedWatts();
    }

    public double deliveredWattHours() {
        return ledger.deliveredWattHours()
                + accrued.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Whether each session that an earlier owner left is shown; until then one that is not may charge all the same. */
    public boolean isInheritanceShown() {
        return reservations.isInheritanceSettled();
    }

    /** Decisions that were taken back. */
    public long takenBack() {
        return reservations.takenBack();
    }

    /** Whether it holds its claim, as far as it knows, and so may admit and raise. */
    public boolean mayDecide(Moment now) {
        return isHolding(now) && !journal.isFailing();
    }

    private boolean isHolding(Moment now) {
        return mastery instanceof Mastery.Holding holding && now.steady().isBefore(holding.until());
    }

    private void stand(Input.Footing footing) {
        switch (footing) {
            case Input.Master(Mastery known) -> mastery = known;
            case Input.Stored(long batch) -> journal.stored(batch);
            case Input.NotStored(long batch) -> journal.notStored(batch);
        }
    }

    private void hear(Input input, Moment now) {
        switch (input) {
            case Input.KeysRead(long lookUp, var findings) -> reservations.read(lookUp, findings);
            case Input.KeysNotRead(long lookUp) -> reservations.notRead(lookUp);
            case Input.Metered meter -> metered(meter, now);
            case Input.OrderConfirmed(int connector, long order) -> power.confirmed(connector, order, now);
            case Input.OrderRefused(int connector, long order) -> power.refused(connector, order);
            case Input.FeederHeard(FeederRow row) -> feeder.ifPresent(duty -> duty.hear(row, now));
            case Input.Footing _, Input.Ask _, Input.Tick _ -> {}
        }
    }

    private static boolean isAcknowledgement(Input input) {
        return input instanceof Input.OrderConfirmed || input instanceof Input.OrderRefused;
    }

    private void metered(Input.Metered meter, Moment now) {
        power.metered(meter, now);
        String sessionId = vehicles.get(meter.connector());
        if (sessionId != null && meter.wattHours() > 0) {
            accrued.merge(sessionId, meter.wattHours(), Double::sum);
            shown.add(sessionId);
        }
    }

    private void answer(Input.Ask ask, Moment now) {
        switch (ask) {
            case Input.Reserve reserve -> reservations.reserve(reserve);
            case Input.Confirm confirm -> reservations.confirm(confirm);
            case Input.GiveBack giveBack -> reservations.giveBack(giveBack);
            case Input.Stop(long number, String sessionId) -> stop(number, sessionId, now);
        }
    }

    private void stop(long ask, String sessionId, Moment now) {
        Session session = ledger.session(sessionId);
        if (session != null && !reservations.isHeard(sessionId)) {
            outbox.answer(ask, new Reply.Unavailable(Reply.Why.IN_DOUBT));
            return;
        }
        if (session == null) {
            outbox.answer(ask, new Reply.Done(false, false));
            return;
        }
        if (session instanceof Session.Open) {
            end(sessionId, EndReason.STOPPED, now);
        }
        outbox.whenStored(now.steady().plus(settings.times().patience()), new Outbox.Waiting() {
            @Override
            public void stored() {
                outbox.answer(ask, new Reply.Done(true, may));
            }

            @Override
            public void late() {
                outbox.answer(ask, new Reply.Done(true, false));
            }
        });
    }

    /** Ends what is over: reservations, stays, and the charging of those who have what they asked for. */
    private void timePasses(Moment now) {
        ledger.expire(now);
        ledger.promote(now, reservations::isHeard);
        for (Session.Charging session : ledger.charging()) {
            String id = session.terms().id();
            Instant departBy = session.terms().request().departBy();
            if (!reservations.isHeard(id)) {
                continue;
            }
            if (session.missingWattHours() - accrued.getOrDefault(id, 0.0) <= Session.Charging.NOTHING_WATT_HOURS) {
                end(id, EndReason.SERVED, now);
            } else if (!now.simulated().isBefore(departBy)) {
                end(id, EndReason.DEPARTED, new Moment(now.wall(), now.steady(), departBy));
            }
        }
    }

    private void end(String sessionId, EndReason because, Moment at) {
        Double energy = accrued.remove(sessionId);
        if (energy != null && ledger.session(sessionId) instanceof Session.Charging) {
            ledger.deliver(Map.of(sessionId, energy), at);
        }
        if (ledger.session(sessionId) instanceof Session.Open open) {
            ledger.end(open, because, at);
        }
    }

    private void decidePower(boolean isTick, boolean isHeard, Moment now) {
        boolean isDue = isTick
                || (isDirty
                        && !now.steady()
                                .isBefore(dividedAt.plus(settings.times().division())));
        if (isDue) {
            List<Session.Charging> heard = ledger.charging().stream()
                    .filter(session -> reservations.mayCharge(session.terms().id()))
                    .toList();
            power.divide(heard, accrued, now);
            dividedAt = now.steady();
            isDirty = false;
        } else if (isHeard) {
            power.proceed(now);
        }
        shown.addAll(power.takeChanged());
    }

    private void writeProgress(Moment now) {
        progressAt = now.steady();
        Map<String, Double> energy = new HashMap<>();
        accrued.forEach((id, wattHours) -> {
            if (wattHours > 0 && ledger.session(id) instanceof Session.Charging) {
                energy.put(id, wattHours);
            }
        });
        ledger.deliver(energy, now);
        accrued.keySet().removeAll(energy.keySet());
        power.writeLowerings(now);
    }

    private void absorbChanges() {
        for (String id : ledger.takeChanged()) {
            Session session = ledger.session(id);
            isDirty |= session instanceof Session.Ended
                    || (session instanceof Session.Connected && reservations.isHeard(id));
            journal.changed(id);
            switch (session) {
                case Session.Connected connected -> {
                    vehicles.put(power.connector(connected), id);
                    shown.add(id);
                }
                case Session.Ended ended -> {
                    if (reservations.ended(id)) {
                        shown.add(id);
                    } else {
                        shown.remove(id);
                    }
                    accrued.remove(id);
                    vehicles.remove(power.connector(ended), id);
                    power.ended(ended);
                }
                case Session.Reserved _, Session.Queued _ -> shown.add(id);
                case null -> {}
            }
        }
    }

    /** What may be shown of what has changed; the rest waits until the journal has it. */
    private Set<String> takeShown() {
        Set<String> taken = new LinkedHashSet<>();
        Set<String> waiting = new LinkedHashSet<>();
        for (String id : shown) {
            (reservations.isHeard(id) ? taken : waiting).add(id);
        }
        shown = waiting;
        return taken;
    }

    private List<OwnerEvent> written(Moment now) {
        List<OwnerEvent> events = new ArrayList<>();
        ledger.written(now).forEach(event -> events.add(new OwnerEvent.Booked(event)));
        events.add(new OwnerEvent.Allowed(now, power.allowed()));
        feeder.ifPresent(duty -> events.addAll(duty.written(now)));
        return events;
    }

    /** The ledger's journal: before an event takes effect. */
    private void writeDown(LedgerEvent event) {
        journal.append(new OwnerEvent.Booked(event));
        switch (event) {
            case LedgerEvent.Reserved(Moment _, var attempt, var order, var terms, Instant _) ->
                say(State.RESERVED, terms.id(), new Ledger.Origin(attempt, order));
            case LedgerEvent.Queued(Moment _, var attempt, var order, var terms) ->
                say(State.RESERVED, terms.id(), new Ledger.Origin(attempt, order));
            case LedgerEvent.Confirmed(Moment _, String id) -> say(State.CONFIRMED, id);
            case LedgerEvent.Promoted(Moment _, var terms) -> say(State.CONFIRMED, terms.id());
            case LedgerEvent.Ended(Moment _, String id, EndReason because) -> {
                boolean counts = ledger.session(id) instanceof Session.Connected && because != EndReason.TAKEN_BACK;
                if (counts) {
                    say(State.ENDED, id);
                } else {
                    ledger.origin(id)
                            .ifPresent(origin -> journal.say(origin.attempt().key(), Optional.empty()));
                }
                ledger.origin(id)
                        .ifPresent(
                                origin -> reservations.forget(origin.attempt().key()));
            }
            case LedgerEvent.Delivered _,
                    LedgerEvent.Suspended _,
                    LedgerEvent.Resumed _,
                    LedgerEvent.Counted _,
                    LedgerEvent.Standing _,
                    LedgerEvent.Remembered _ -> {}
        }
    }

    private void say(State state, String sessionId) {
        ledger.origin(sessionId).ifPresent(origin -> say(state, sessionId, origin));
    }

    private void say(State state, String sessionId, Ledger.Origin origin) {
        String key = origin.attempt().key();
        journal.say(
                key,
                Optional.of(new KeyRecord(
                        key,
                        settings.substation(),
                        sessionId,
                        reservations.number(key),
                        state,
                        origin.order(),
                        settings.ledger().reservationAge())));
    }
}
