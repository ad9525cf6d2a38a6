package io.causalgrid.grid.core.feeder;

import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One run, from a seed: three substations below a feeder, each with a journal, owners that crash, are cut off and succeeded without
 * knowing it, clocks that run at different rates, rows that are late, lost and overtake one another, and charge points that
 * hear orders late or not at all. The real {@link FeederShare} and the real {@link Allocator} decide.
 */
final class SharedFeeder {
    static final double VOLTS = 230;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final double RIGHT_WATTS = 10_000;
    private static final double LIMIT_WATTS = RIGHT_WATTS * 3;

    private static final double ROUND = 5;
    private static final double STEP = 1;
    private static final double END = 4_000;
    private static final double TERM = 400;
    private static final double SKEW = 80;
    /** Two clocks that differ by so much differ by the skew over a term. */
    private static final double RATE = SKEW / TERM / 2.2;

    private static final double LEASE = 60;
    private static final double LAG = 5;
    private static final double TRANSIT = 10;
    private static final double WRITE_MAX = 9;
    private static final double HOLD = 30;

    /** What kind of misfortune a run has. */
    private enum Mood {
        /** Owners come and go often. */
        RESTLESS,
        /** They live longer, and links last. */
        STEADY,
        /** Nothing but one: a lender that wants all it has lent is not heard any more by a borrower who goes on for as long as it may. */
        OUT_OF_TOUCH
    }

    /** What happens at a time. */
    private record Event(double at, long order, Runnable action) {}

    /** What an owner has written down. */
    private record Written(long claim, @Nullable Loan loan, Map<Integer, Double> allowedAmps) {}

    private final Random random;
    private final Flaw flaw;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::order));
    private final List<Place> places = new ArrayList<>();
    private final Mood mood;

    private double now;
    private long eventCount;
    private double mostLent;
    private long loansUsed;
    private long takeOvers;
    private double mostWatts;

    SharedFeeder(long seed, Flaw flaw) {
        this.random = new Random(seed);
        this.flaw = flaw;
        this.mood = Mood.values()[random.nextInt(Mood.values().length)];
        NAMES.forEach(name -> places.add(new Place(name)));
    }

    /** What was exercised. */
    record Figures(double mostLentWatts, long loansUsed, long takeOvers, double mostWatts) {}

    Figures run() {
        places.forEach(Place::succeed);
        if (mood == Mood.OUT_OF_TOUCH) {
            loseTouch();
        }
        while (now < END) {
            if (mood != Mood.OUT_OF_TOUCH) {
                places.forEach(Place::misfortunes);
            } else {
                places.forEach(place -> place.heldUntil = now + HOLD);
            }
            double until = now + STEP;
            while (!events.isEmpty() && events.peek().at() <= until) {
                Event event = events.remove();
                now = Math.max(now, event.at());
                event.action().run();
                check();
            }
            now = until;
            check();
        }
        return new Figures(mostLent, loansUsed, takeOvers, mostWatts);
    }

    private void loseTouch() {
        Place lender = places.getFirst();
        Place borrower = places.get(1);
        borrower.wantsWatts = 2 * RIGHT_WATTS;
        places.get(2).wantsWatts = RIGHT_WATTS;
        for (double begin = 100; begin < END; begin += 2 * TERM) {
            in(begin, () -> lender.wantsWatts = 0);
            in(begin + 250 + random.nextDouble(30), () -> {
                lender.wantsWatts = RIGHT_WATTS;
                borrower.links.put(lender, now + random.nextDouble(TERM * 1.2));
            });
            in(begin + 250, () -> borrower.sockets.forEach(socket -> socket.deafUntil = now + 1.4 * TERM));
        }
    }

    private void in(double seconds, Runnable action) {
        events.add(new Event(now + seconds, eventCount++, action));
    }

    private void check() {
        double watts = 0;
        for (Place place : places) {
            for (Socket socket : place.sockets) {
                watts += socket.allowedAmps() * VOLTS;
            }
        }
        mostWatts = Math.max(mostWatts, watts);
        if (watts > LIMIT_WATTS * (1 + 1e-6)) {
            throw new AssertionError("%.0f W of %.0f at %.1f s: %s".formatted(watts, LIMIT_WATTS, now, places));
        }
    }

    /** By its own clock, so many seconds after it began when really {@link #now} have passed. */
    private static final class OwnClock {
        private final double rate;
        private final double offset;

        OwnClock(boolean isFast, Random random) {
            rate = 1 + (isFast ? 1 : -1) * RATE * random.nextDouble(0.8, 1);
            offset = random.nextDouble(1e6);
        }

        Instant at(double real) {
            return Instant.ofEpochSecond(0, Math.round((offset + real * rate) * 1e9));
        }
    }

    /** A connector: it obeys the highest claim it has heard of, and of that the highest order. */
    private final class Socket {
        private long claim;
        private long number;
        private double toldAmps;
        private double until;
        private double deafUntil;

        double allowedAmps() {
            return now < until ? toldAmps : 0;
        }

        boolean hear(long from, Order order) {
            boolean isHard = mood != Mood.OUT_OF_TOUCH || order.amps() < toldAmps; // what else it hears keeps it going
            if ((now < deafUntil && isHard) || from < claim || (from == claim && order.number() <= number)) {
                return false;
            }
            claim = from;
            number = order.number();
            toldAmps = order.amps();
            until = now + order.lease().toMillis() / 1000.0 + LAG;
            return true;
        }
    }

    /** A substation: its charge points, its journal, and what its replica of the store has of all rows. */
    private final class Place {
        private final String name;
        private final List<Socket> sockets = new ArrayList<>();
        private final List<Written> journal = new ArrayList<>();
        private final Map<String, FeederRow> replica = new HashMap<>();
        private @Nullable Owner owner;
        private long claims;
        private double heldUntil;
        private double cutUntil;
        private double wantsWatts;
        /** Until when nothing comes here from a place. */
        private final Map<Place, Double> links = new HashMap<>();

        Place(String name) {
            this.name = name;
            // one alone cannot be made up for by another
            for (int i = random.nextInt(3); i < 3; i += 2) {
                sockets.add(new Socket());
            }
        }

        void misfortunes() {
            if (random.nextInt(mood == Mood.RESTLESS ? 150 : 600) == 0) {
                wantsWatts = RIGHT_WATTS * (random.nextBoolean() ? random.nextDouble(0.6) : random.nextDouble(1, 2.2));
            }
            if (random.nextInt(mood == Mood.RESTLESS ? 600 : 4_000) == 0) {
                cutUntil = now + random.nextInt(20, 300);
            }
            if (random.nextInt(300) == 0) {
                links.put(places.get(random.nextInt(places.size())), now + random.nextInt(50, 800));
            }
            for (Socket socket : sockets) {
                if (random.nextInt(250) == 0) {
                    socket.deafUntil = now + random.nextInt(10, 250);
                }
            }
            Owner current = owner;
            if (current != null && random.nextInt(mood == Mood.RESTLESS ? 1_200 : 4_000) == 0) {
                crash(current);
            } else if (current != null && now < cutUntil && now > heldUntil && random.nextInt(3) == 0) {
                owner = null; // it goes on, cut off, and does not know
                for (Place other : places) {
                    if (random.nextBoolean()) {
                        other.links.merge(this, now + random.nextInt(50, 300), Math::max);
                    }
                }
            }
            if (owner == null && now > heldUntil + 1) {
                succeed();
            } else if (owner != null && now >= cutUntil) {
                heldUntil = now + HOLD;
            }
        }

        void crash(Owner current) {
            current.isAlive = false;
            owner = owner == current ? null : owner;
        }

        void succeed() {
            takeOvers++;
            cutUntil = now;
            heldUntil = now + HOLD;
            owner = new Owner(this, ++claims);
            in(0, owner::round);
        }

        void receive(FeederRow row) {
            FeederRow known = replica.get(row.substation());
            if (known == null || row.isNewerThan(known)) {
                replica.put(row.substation(), row);
            }
        }

        @Override
        public String toString() {
            return "%n%s at %s A, owned by %s"
                    .formatted(name, sockets.stream().map(Socket::allowedAmps).toList(), owner);
        }
    }

    /** A process that believes to own a place. */
    private final class Owner {
        private final Place place;
        private final long claim;
        private final OwnClock clock;
        private final FeederShare share;
        private final Allocator allocator;
        private final Network network;
        private boolean isAlive = true;
        private double cutSince = Double.MAX_VALUE;

        Owner(Place place, long claim) {
            this.place = place;
            this.claim = claim;
            boolean isFast = mood == Mood.OUT_OF_TOUCH ? place == places.getFirst() : random.nextBoolean();
            this.clock = new OwnClock(isFast, random);
            Map<String, Double> rights = new HashMap<>();
            NAMES.forEach(name -> rights.put(name, RIGHT_WATTS));
            this.share = new FeederShare(
                    new FeederSettings(
                            place.name,
                            rights,
                            seconds(TERM),
                            seconds(flaw == Flaw.KNOWS_NO_SKEW ? 0 : SKEW),
                            seconds(30),
                            1),
                    claim);
            this.network = network(LimitProfile.constant(RIGHT_WATTS));
            var orders = new OrderSettings(
                    seconds(LEASE),
                    seconds(LAG + 2 * RATE * LEASE),
                    seconds(TRANSIT * (1 + RATE)),
                    0.5,
                    0,
                    Duration.ZERO);
            this.allocator = new Allocator(
                    new EqualShare(), new AllocatorSettings(Duration.ZERO, Duration.ZERO, orders), network);
            Map<Integer, Double> allowed = new HashMap<>();
            for (Written written : place.journal) {
                Loan loan = written.loan();
                if (loan != null && flaw != Flaw.SUCCESSOR_FORGETS_LOANS) {
                    share.inherit(loan, time());
                }
                written.allowedAmps().forEach((connector, amps) -> allowed.merge(connector, amps, Math::max));
            }
            allowed.forEach(allocator::presume);
        }

        private Network network(LimitProfile watts) {
            List<Connector> connectors = new ArrayList<>();
            for (int i = 0; i < place.sockets.size(); i++) {
                connectors.add(new Connector("" + i, Phases.A, VOLTS, new Currents.Continuous(0, 200)));
            }
            return Network.singleBus(connectors, watts);
        }

        private Instant time() {
            return clock.at(now);
        }

        private boolean holds() {
            return place.owner == this && now < place.heldUntil - WRITE_MAX;
        }

        private boolean isCut() {
            return place.owner != this || now < place.cutUntil;
        }

        void round() {
            if (!isAlive) {
                return;
            }
            if (place.owner != this) {
                cutSince = Math.min(cutSince, now);
                isAlive = now < cutSince + 1_000;
            }
            if (!isCut() || random.nextBoolean()) {
                place.replica.values().forEach(this::hear);
            }
            share.want(place.wantsWatts, time());
            boolean mayDecide = holds();
            allocator.holdOnly(!mayDecide);
            if (mayDecide || flaw == Flaw.LENDS_WITHOUT_CLAIM) {
                List<Loan> made = share.settle(flaw == Flaw.LENDS_BEFORE_LOWERING ? 0 : countedWatts(), time());
                made.forEach(this::write);
            } else {
                share.holdOnly();
            }
            divide();
            if (mayDecide && random.nextInt(8) == 0) {
                writeBook();
            }
            share.row(time()).ifPresent(this::publish);
            mostLent = Math.max(mostLent, share.lentWatts(time()));
            loansUsed += share.borrowedWatts(time()) > 1 ? 1 : 0;
            in(ROUND, this::round);
        }

        private void hear(FeederRow row) {
            List<Loan> loans = new ArrayList<>();
            for (Loan loan : row.loans()) {
                long request = flaw == Flaw.TERM_FROM_HEARING ? share.latestRequest() : loan.request();
                long of = flaw == Flaw.LOANS_OF_EARLIER_OWNERS_ARE_USED ? claim : loan.claim();
                loans.add(
                        new Loan(loan.number(), loan.borrower(), of, Math.max(1, request), loan.watts(), loan.lasts()));
            }
            share.hear(
                    new FeederRow(
                            row.substation(),
                            row.claim(),
                            row.version(),
                            row.request(),
                            row.wantedWatts(),
                            row.spareWatts(),
                            loans,
                            row.released()),
                    time());
        }

        private LimitProfile limit() {
            return share.limit(LimitProfile.constant(LIMIT_WATTS), time());
        }

        private double countedWatts() {
            double amps = 0;
            for (int connector = 0; connector < place.sockets.size(); connector++) {
                amps += allocator.mostAmps(connector, time());
            }
            return amps * VOLTS;
        }

        private void write(Loan loan) {
            if (flaw == Flaw.SAID_BEFORE_STORED) {
                share.stored(loan);
            }
            if (mood == Mood.RESTLESS && random.nextInt(8) == 0) {
                in(random.nextDouble(2), () -> {
                    place.crash(this);
                    place.wantsWatts = RIGHT_WATTS;
                });
            }
            in(late(WRITE_MAX), () -> {
                boolean isWritten = isAlive && place.owner == this && now < place.heldUntil;
                if (isWritten && random.nextInt(10) > 0) {
                    place.journal.add(new Written(claim, loan, Map.of()));
                    share.stored(loan);
                } else if (flaw == Flaw.LENDS_WITHOUT_CLAIM) {
                    share.stored(loan);
                }
            });
        }

        /** All that counts, in place of all before. */
        private void writeBook() {
            place.journal.clear();
            share.loans(time()).forEach(loan -> place.journal.add(new Written(claim, loan, Map.of())));
            for (int connector = 0; connector < place.sockets.size(); connector++) {
                place.journal.add(new Written(claim, null, Map.of(connector, allocator.mostAmps(connector, time()))));
            }
        }

        private void divide() {
            LimitProfile watts = limit();
            LimitProfile told = flaw == Flaw.ORDERS_OUTLIVE_LOANS ? LimitProfile.constant(watts.at(time())) : watts;
            allocator.network(network.withProfile(network.limits().getFirst().id(), told));
            List<Demand> demands = new ArrayList<>();
            for (int i = 0; i < place.sockets.size(); i++) {
                double amps = place.wantsWatts / place.sockets.size() / VOLTS;
                demands.add(new Demand("s" + i, i, 0, amps, 1e6, time(), time().plusSeconds(100_000)));
            }
            allocator.allocate(demands, time(), seconds(ROUND));
            emit();
        }

        private void emit() {
            allocator.ordersToSend(time()).forEach(this::send);
            for (Order raise : allocator.raisesToSend()) {
                in(late(WRITE_MAX), () -> {
                    if (!isAlive || place.owner != this || now >= place.heldUntil) {
                        allocator.withdrawn(raise);
                        return;
                    }
                    place.journal.add(new Written(claim, null, Map.of(raise.connector(), raise.amps())));
                    if (allocator.sent(raise, time())) {
                        send(raise);
                    }
                });
            }
        }

        private void send(Order order) {
            if (random.nextInt(12) == 0) {
                return;
            }
            in(late(TRANSIT), () -> {
                if (place.sockets.get(order.connector()).hear(claim, order) && random.nextInt(12) > 0) {
                    in(random.nextDouble(3), () -> {
                        if (isAlive) {
                            allocator.confirmed(order.connector(), order.number(), time());
                            allocator.proceed(time());
                            emit();
                        }
                    });
                }
            });
        }

        /** Rows come in any order, but those that a link has held back. */
        private void publish(FeederRow row) {
            for (Place other : places) {
                if (other != place && random.nextInt(8) > 0) {
                    // one that is cut off from its journal may well be heard where its successor is not
                    double held = place.owner == this ? other.links.getOrDefault(place, 0.0) - now : 0;
                    in(Math.max(0, held) + late(8), () -> other.receive(row));
                }
            }
        }

        @Override
        public String toString() {
            return share + ", may use " + limit().at(time());
        }
    }

    /** Mostly at once or as late as may be: what is between is harmless. */
    private double late(double most) {
        return switch (random.nextInt(3)) {
            case 0 -> 0.01;
            case 1 -> most * 0.99;
            default -> random.nextDouble(most);
        };
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
