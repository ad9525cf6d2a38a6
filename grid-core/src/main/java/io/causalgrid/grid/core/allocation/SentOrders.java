package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one charge point may be doing, given what it was told: its last confirmed order or any later one that it did not
 * refuse, each until the latest time at which it may end, and then its fallback. Confined to one thread.
 */
final class SentOrders {
    static final double SAME_AMPS = 1e-9;

    /**
     * An order as it counts.
     *
     * @param sent when; {@link Instant#MAX} for a raise that has not been sent yet
     * @param sureUntil it holds at least until then, if it was heard
     * @param until it holds at most until then
     */
    private record Told(long number, double amps, Duration lease, Instant sent, Instant sureUntil, Instant until) {}

    private final OrderSettings settings;
    private final double fallbackAmps;
    private Told confirmed;
    /** Later ones without an answer, by number. Nearly always empty. */
    private List<Told> pending = List.of();
    /** The last that was sent and not refused. */
    private Told last;

    /** Since when an answer has been due; {@link Instant#MAX} if none is. */
    private Instant askedSince = Instant.MAX;

    private boolean refuses;
    private double presumedAmps = -1;
    private double meteredAmps;
    private Instant meteredUntil = Instant.MIN;
    private Instant mayRaiseFrom = Instant.MIN;
    private Instant sendBy = Instant.MIN;

    /** A charge point that has not been told anything. */
    SentOrders(OrderSettings settings, double fallbackAmps) {
        this.settings = settings;
        this.fallbackAmps = fallbackAmps;
        this.confirmed = new Told(0, fallbackAmps, Duration.ZERO, Instant.MIN, Instant.MIN, Instant.MIN);
        this.last = confirmed;
    }

    /** The most that what it was told may let it allow, at a time or, since a lease may end at any time, soon after. */
    double allowedAmps(Instant now) {
        double most = Math.max(fallbackAmps, presumedAmps);
        most = Math.max(most, now.isBefore(confirmed.until()) ? confirmed.amps() : 0);
        for (int i = 0; i < pending.size(); i++) {
            Told told = pending.get(i);
            most = Math.max(most, now.isBefore(told.until()) ? told.amps() : 0);
        }
        return most;
    }

    /** The most that it may have heard of: all that counts but for a raise that was not sent yet. */
    double heardAmps(Instant now) {
        double most = Math.max(fallbackAmps, presumedAmps);
        most = Math.max(most, now.isBefore(confirmed.until()) ? confirmed.amps() : 0);
        for (Told told : pending) {
            boolean counts = !told.sent().equals(Instant.MAX) && now.isBefore(told.until());
            most = Math.max(most, counts ? told.amps() : 0);
        }
        return most;
    }

    /** Whether an earlier owner may have told it something, and it has confirmed nothing since. */
    boolean isPresumed() {
        return presumedAmps >= 0;
    }

    /** The most that counts, or what its vehicle draws if that is more. */
    double mostAmps(Instant now) {
        double allowed = allowedAmps(now);
        return isOver(allowed, now) ? meteredAmps : allowed;
    }

    /** Whether its vehicle draws more than any order allows. */
    boolean isOver(Instant now) {
        return isOver(allowedAmps(now), now);
    }

    /** What it allows for sure; not more than any of what it may be doing. */
    double leastAmps(Instant now) {
        if (presumedAmps >= 0) {
            return 0;
        }
        double least = sureAmps(confirmed, now);
        for (int i = 0; i < pending.size(); i++) {
            least = Math.min(least, sureAmps(pending.get(i), now));
        }
        return least;
    }

    /** Whether it has left an order without an answer for too long. */
    boolean isSilent(Instant now) {
        return askedSince.isBefore(now)
                && askedSince.plus(settings.answerTime()).isBefore(now);
    }

    /** Whether it has refused an order since it confirmed one. */
    boolean refuses() {
        return refuses;
    }

    /** Whether a raise is on its way, or waits to be sent. */
    boolean isRaising() {
        return !pending.isEmpty() && last.amps() > confirmed.amps();
    }

    boolean hasUnsent() {
        return !pending.isEmpty() && pending.getLast().sent().equals(Instant.MAX);
    }

    boolean mayRaise(Instant now) {
        return !hasUnsent() && !now.isBefore(mayRaiseFrom);
    }

    /** Whether it does as wanted without being told. */
    boolean isAtRest(double wantedAmps, Instant now) {
        return wantedAmps == fallbackAmps
                && presumedAmps < 0
                && allowedAmps(now) == fallbackAmps
                && leastAmps(now) == fallbackAmps;
    }

    /** What it was told last, if that holds. */
    double lastAmps(Instant now) {
        return now.isBefore(last.sureUntil()) ? last.amps() : fallbackAmps;
    }

    /** What it was told last and did not refuse, whether or not that still holds. */
    double questionAmps() {
        return last.amps();
    }

    /** Until when what it was told last holds for sure. */
    Instant sureUntil() {
        return last.sureUntil();
    }

    /** Whether enough time for an answer has passed since it was told anything. */
    boolean mayBeAskedAgain(Instant now) {
        return !hasUnsent() && !last.sent().plus(settings.answerTime()).isAfter(now);
    }

    /**
     * How long an order of a current may last without allowing more than earlier ones, at any time; not positive if it may
     * not at all. A presumption covers nothing: it is the most of many moments, and together they never were allowed.
     */
    Duration coveredFor(double amps, Instant now) {
        if (amps <= fallbackAmps) {
            return settings.lease();
        }
        Instant until = confirmed.amps() >= amps - SAME_AMPS ? confirmed.until() : Instant.MIN;
        for (Told told : pending) {
            boolean isLater = told.amps() >= amps - SAME_AMPS && told.until().isAfter(until);
            until = isLater ? told.until() : until;
        }
        if (until.isBefore(now)) {
            return Duration.ZERO;
        }
        Instant latest = now.plus(settings.reach());
        return until.isBefore(latest) ? settings.lease().minus(Duration.between(until, latest)) : settings.lease();
    }

    /** It was told something, at a time. */
    void sent(Order order, Instant now) {
        add(told(order, now), now);
    }

    /** It will be told something, at a time that is not known yet. */
    void decided(Order raise, Instant now) {
        add(new Told(raise.number(), raise.amps(), raise.lease(), Instant.MAX, Instant.MAX, Instant.MAX), now);
        sendBy = now.plus(settings.transit());
        mayRaiseFrom = now.plus(settings.leastInterval());
    }

    /** A raise that was decided is sent now, unless it is too late for that: the limits were not looked at for so long. */
    boolean sentAfterAll(Order raise, Instant now) {
        int at = position(raise.number());
        if (at < 0 || !pending.get(at).sent().equals(Instant.MAX)) {
            return false;
        }
        if (sendBy.isBefore(now)) {
            withdrawn(raise.number());
            return false;
        }
        Told told = told(raise, now);
        pending.set(at, told);
        last = last.number() == told.number() ? told : last;
        askedSince = askedSince.equals(Instant.MAX) ? now : askedSince;
        return true;
    }

    /** Whether that was news. */
    boolean confirmed(long number, Instant now) {
        int at = position(number);
        if (at < 0) {
            return false;
        }
        Told told = pending.get(at);
        Instant arrived = told.sent().isAfter(now.minus(settings.transit()))
                ? now
                : told.sent().plus(settings.transit());
        Instant until = arrived.plus(told.lease()).plus(settings.skew());
        Instant sureUntil = told.sent().equals(Instant.MAX) ? now : told.sureUntil();
        Instant sent = told.sent().equals(Instant.MAX) ? now : told.sent();
        confirmed = new Told(number, told.amps(), told.lease(), sent, sureUntil, until);
        last = last.number() == number ? confirmed : last;
        pending = at + 1 == pending.size() ? List.of() : new ArrayList<>(pending.subList(at + 1, pending.size()));
        askedSince = pending.isEmpty() ? Instant.MAX : pending.getFirst().sent();
        presumedAmps = -1;
        refuses = false;
        return true;
    }

    /** Whether that was news. */
    boolean refused(long number) {
        boolean isKnown = withdrawn(number);
        refuses |= isKnown;
        return isKnown;
    }

    boolean withdrawn(long number) {
        int at = position(number);
        if (at < 0) {
            return false;
        }
        pending.remove(at);
        if (last.number() == number) {
            last = pending.isEmpty() ? confirmed : pending.getLast();
        }
        if (pending.isEmpty()) {
            pending = List.of();
            askedSince = Instant.MAX;
        }
        return true;
    }

    void presume(double amps) {
        presumedAmps = Math.max(presumedAmps, amps);
    }

    /** A reading that shows obedience says nothing of what comes after the next order. */
    void metered(double amps, Instant now) {
        meteredAmps = amps;
        meteredUntil =
                amps > allowedAmps(now) + settings.meterToleranceAmps() ? now.plus(settings.reach()) : Instant.MIN;
    }

    private boolean isOver(double allowed, Instant now) {
        return meteredAmps > allowed + settings.meterToleranceAmps() && now.isBefore(meteredUntil);
    }

    private Told told(Order order, Instant now) {
        Instant end = now.plus(order.lease());
        return new Told(
                order.number(),
                order.amps(),
                order.lease(),
                now,
                end.minus(settings.skew()),
                end.plus(settings.transit()).plus(settings.skew()));
    }

    private void add(Told told, Instant now) {
        List<Told> known = new ArrayList<>(pending.size() + 1);
        for (Told earlier : pending) {
            if (earlier.until().isAfter(now)) {
                known.add(earlier);
            }
        }
        known.add(told);
        pending = known;
        last = told;
        askedSince = askedSince.isBefore(told.sent()) ? askedSince : told.sent();
    }

    private int position(long number) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).number() == number) {
                return i;
            }
        }
        return -1;
    }

    private double sureAmps(Told told, Instant now) {
        return now.isBefore(told.sureUntil()) ? told.amps() : fallbackAmps;
    }
}
