package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Decisions;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.Mastery;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A process that may own a substation, and drives the real {@link SubstationOwner} while it does: claims, reads the journal,
 * works in rounds, and carries out what they decide.
 */
final class OwnerProcess extends Machine implements ClaimKeeper.Candidate {
    /** Time inside begins here, and goes on from the journal's last moment with each owner. */
    private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

    private static final Reply NOT_HERE = new Reply.Unavailable(Reply.Why.NO_MAJORITY);

    /** Who waits for an answer, and what was asked. */
    record Asked(Input.Ask ask, Consumer<Reply> answer) {}

    private final Substation substation;
    private final World world;
    private final List<StoreSite> sites;
    private int lives;
    private @Nullable SubstationOwner owner;
    private @Nullable SimulatedJournal journal;
    private @Nullable Plants flawed;
    private long claim;
    private long untilMillis;
    private long beganMillis;
    private Instant began = BEGINNING;
    private List<Input> inputs = new ArrayList<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private final double[] registers;
    private long asks;
    private boolean isRoundPlanned;
    private boolean isWakePlanned;
    private @Nullable Point crashAt;
    private @Nullable Point pauseAt;
    private @Nullable Runnable whenRaising;
    private long pauseMillis;

    OwnerProcess(String name, Substation substation, List<StoreSite> sites, World world) {
        super(name, world.scheduler());
        this.substation = substation;
        this.sites = sites;
        this.world = world;
        this.registers = new double[substation.plant().connectors().size()];
    }

    @Nullable
    SubstationOwner owner() {
        return owner;
    }

    Substation substation() {
        return substation;
    }

    long claim() {
        return claim;
    }

    void crashAt(@Nullable Point point) {
        crashAt = point;
    }

    void whenRaising(@Nullable Runnable trouble) {
        whenRaising = trouble;
    }

    void pauseAt(@Nullable Point point, long millis) {
        pauseAt = point;
        pauseMillis = millis;
    }

    @Override
    void started() {
        candidate();
    }

    private void candidate() {
        var store = new StoreClient(this, sites, world);
        String holder = name() + "#" + ++lives;
        new ClaimKeeper(substation.id(), holder, this, store, world, this).begin();
        journal = new SimulatedJournal(substation.id(), this, store, world.flaw());
    }

    @Override
    void crashed() {
        end();
    }

    private void end() {
        owner = null;
        claim = 0;
        inputs = new ArrayList<>();
        asked.clear();
        isRoundPlanned = false;
        isWakePlanned = false;
        if (journal != null) {
            journal.close();
        }
    }

    @Override
    public void won(long number, long until) {
        claim = number;
        untilMillis = until;
        readJournal(number);
    }

    @Override
    public void renewed(long number, long until) {
        untilMillis = until;
    }

    @Override
    public void lost() {
        end();
        // The keeper tries again; a journal serves one owner at a time.
        journal = new SimulatedJournal(substation.id(), this, new StoreClient(this, sites, world), world.flaw());
    }

    private void readJournal(long number) {
        SimulatedJournal read = journal;
        if (read == null || claim != number) {
            return;
        }
        read.takeOver(number, events -> {
            if (claim != number || owner != null) {
                return;
            }
            if (events == null) {
                after(200, () -> readJournal(number));
            } else {
                arrived(Point.TAKING_OVER, () -> begin(events));
            }
        });
    }

    private void begin(List<OwnerEvent> events) {
        began = BEGINNING;
        for (OwnerEvent event : events) {
            began = event.at().steady().isAfter(began) ? event.at().steady() : began;
        }
        beganMillis = world.flaw() == Flaw.TIME_IS_THE_WALLS ? wallMillis() : steadyMillis();
        if (world.flaw() == Flaw.TIME_IS_THE_WALLS) {
            began = Instant.ofEpochMilli(wallMillis());
        }
        Arrays.fill(registers, Double.NaN);
        var next = new SubstationOwner(
                substation.settings(),
                "%s-%08d".formatted(substation.id(), claim),
                substation.plant().network(),
                new EqualShare());
        flawed = new Plants(world.flaw(), next, substation);
        for (OwnerEvent event : events) {
            if (!(event instanceof OwnerEvent.Allowed && world.flaw() == Flaw.RESTART_FORGETS_ORDERS)) {
                next.replay(event);
                if (event instanceof OwnerEvent.Allowed allowed) {
                    world.oracle().presumed(this, allowed);
                }
            }
        }
        next.takeOver(moment());
        owner = next;
        world.oracle().tookOver(this, next);
        tick(next);
    }

    private void tick(SubstationOwner of) {
        if (owner == of) {
            hear(new Input.Tick());
            after(Times.TICK_MILLIS, () -> tick(of));
        }
    }

    Moment moment() {
        Instant inside = inside(world.flaw() == Flaw.TIME_IS_THE_WALLS ? wallMillis() : steadyMillis());
        return new Moment(Instant.ofEpochMilli(wallMillis()), inside, inside);
    }

    private Instant inside(long machineMillis) {
        return began.plusMillis(machineMillis - beganMillis);
    }

    /** Somebody asks, in whatever state this is. */
    void ask(Function<Long, Input.Ask> question, Consumer<Reply> answer) {
        if (owner == null) {
            answer.accept(NOT_HERE);
            return;
        }
        Input.Ask ask = question.apply(++asks);
        ask = flawed == null ? ask : flawed.asked(ask);
        asked.put(ask.ask(), new Asked(ask, answer));
        hear(ask);
    }

    void acknowledged(long ofClaim, Order order, boolean isObeyed) {
        if (owner != null && ofClaim == claim) {
            if (isObeyed) {
                world.oracle().confirmed(this, order.connector());
            }
            hear(
                    isObeyed
                            ? new Input.OrderConfirmed(order.connector(), order.number())
                            : new Input.OrderRefused(order.connector(), order.number()));
        }
    }

    void metered(int connector, double register, double amps) {
        if (owner != null) {
            double before = registers[connector];
            double more = Double.isNaN(before) ? 0 : Math.max(0, register - before);
            registers[connector] = Double.isNaN(before) ? register : Math.max(before, register);
            hear(new Input.Metered(connector, more, amps));
        }
    }

    private void hear(Input input) {
        inputs.add(input);
        if (!isRoundPlanned) {
            isRoundPlanned = true;
            SubstationOwner of = owner;
            after(world.scheduler().between(1, 12), () -> {
                if (owner == of) {
                    isRoundPlanned = false;
                    round();
                }
            });
        }
    }

    private void round() {
        SubstationOwner current = owner;
        if (current == null) {
            return;
        }
        List<Input> taken = inputs;
        inputs = new ArrayList<>();
        taken.addFirst(new Input.Master(new Mastery.Holding(claim, mastersUntil())));
        Moment now = moment();
        long decidedAt = steadyMillis();
        Decisions decisions = current.round(taken, now);
        world.oracle().decided(this, current, decisions, now, asked);
        arrived(Point.DECIDED, () -> carryOut(current, decisions, decidedAt));
    }

    private Instant mastersUntil() {
        long left = untilMillis - steadyMillis();
        return moment().steady().plusMillis(left);
    }

    private void carryOut(SubstationOwner current, Decisions decisions, long decidedAt) {
        if (owner != current) {
            return;
        }
        decisions.batch().ifPresent(batch -> {
            Runnable trouble = whenRaising;
            if (trouble != null && batch.events().stream().anyMatch(OwnerEvent.Allowed.class::isInstance)) {
                whenRaising = null;
                trouble.run();
            }
            write(current, batch);
        });
        decisions.lookUp().ifPresent(lookUp -> lookUp(current, lookUp));
        arrived(Point.WRITING, () -> {
            for (Decisions.Answer answer : decisions.answers()) {
                Asked to = asked.remove(answer.ask());
                if (to != null) {
                    to.answer().accept(answer.reply());
                }
            }
            arrived(Point.ANSWERED, () -> {
                sendOrders(decisions.orders(), decidedAt);
                arrived(Point.ORDERED, () -> {});
            });
        });
        decisions.wakeAt().ifPresent(at -> {
            long millis = Math.max(1, at.toEpochMilli() - moment().steady().toEpochMilli());
            if (millis < Times.TICK_MILLIS && !isWakePlanned) {
                isWakePlanned = true;
                after(millis, () -> {
                    if (owner == current) {
                        isWakePlanned = false;
                        round();
                    }
                });
            }
        });
    }

    private void write(SubstationOwner current, Batch batch) {
        SimulatedJournal to = journal;
        if (to == null) {
            return;
        }
        Batch written = flawed == null ? batch : flawed.written(batch);
        if (flawed != null && flawed.isSaidToBeStoredAtOnce(batch)) {
            hear(new Input.Stored(batch.number()));
        }
        to.write(
                written,
                () -> owner == current && steadyMillis() + StoreClient.CALL_MILLIS < untilMillis,
                () -> arrived(Point.STORED, () -> {
                    if (owner == current) {
                        world.oracle().note(() -> name() + " has stored batch " + batch.number());
                        world.oracle().stored(this, current, moment());
                        hear(new Input.Stored(batch.number()));
                    }
                }),
                () -> {
                    if (owner == current) {
                        world.count(Happening.BATCH_NOT_STORED);
                        hear(new Input.NotStored(batch.number()));
                    }
                });
    }

    private void lookUp(SubstationOwner current, Decisions.LookUp lookUp) {
        SimulatedJournal from = journal;
        if (from == null) {
            return;
        }
        world.count(Happening.KEYS_READ);
        from.read(lookUp.keys(), findings -> {
            if (owner != current) {
                return;
            }
            if (findings == null) {
                hear(new Input.KeysNotRead(lookUp.number()));
            } else {
                Map<String, List<KeyFinding>> told = flawed == null ? findings : flawed.read(findings);
                hear(new Input.KeysRead(lookUp.number(), told));
            }
        });
    }

    private void sendOrders(List<Order> orders, long decidedAt) {
        if (steadyMillis() - decidedAt > Times.HESITATION_MILLIS) {
            world.statistics().count(Happening.ORDER_TOO_OLD_TO_SEND, orders.size());
            return;
        }
        long number = claim;
        Plants plants = flawed;
        for (Order decided : orders) {
            Order order = plants == null ? decided : plants.sent(decided);
            SimulatedConnector to = substation.plant().connectors().get(order.connector());
            world.net().send(this, to, Net.Manner.CONTROL, () -> to.receive(this, number, order));
        }
    }

    /** Here it may end, or stand still for a while, if that is planned. */
    private void arrived(Point point, Runnable next) {
        if (crashAt == point) {
            crashAt = null;
            world.count(Happening.CRASH_AT_A_POINT);
            world.oracle().note(() -> name() + " ends at " + point);
            crash();
            world.scheduler().in(world.scheduler().between(100, 6_000), this::start);
            return;
        }
        if (pauseAt == point) {
            pauseAt = null;
            world.count(Happening.PAUSE_AT_A_POINT);
            world.oracle().note(() -> name() + " stands still at " + point);
            pause();
            world.scheduler().in(pauseMillis, this::resume);
        }
        run(next);
    }
}
