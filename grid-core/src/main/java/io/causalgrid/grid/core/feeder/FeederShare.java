package io.causalgrid.grid.core.feeder;

import io.causalgrid.grid.core.network.LimitProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One owner's part in a shared limit: what it may use, what it lends, what it says to the others.
 *
 * <p>Invariant: at no instant do all substations together use more than the limit, whoever is cut off from whom, restarts or is
 * succeeded, as long as each keeps its {@link #limit}. Why: a loan is made only when what its lender may be using leaves it
 * ({@link #settle}), is in the lender's journal before anybody hears of it ({@link #stored}), counts for the lender and its
 * successors for at least as long as anybody can use it, and is used by nobody but the owner that has asked for it, for no longer than
 * a term from its own asking. No two clocks need agree, but in how long a term is. The leases of Gray and Cheriton ("Leases: An
 * Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency", 1989), with the moment of asking for their
 * beginning.
 *
 * <p>Deterministic; times are of the owner's steady clock. Confined to its owner's thread.
 */
public final class FeederShare {
    /** Less is not worth a row. */
    private static final double NOTHING_WATTS = 1;

    private static final double RESERVE = 0.1;
    /** An owner's loans are numbered within its claim's range, for its successor may know none of them any more. */
    private static final int NUMBER_BITS = 30;

    /** A loan that counts for its lender. */
    private record Lent(Loan loan, Instant until) {}

    /** An owner that borrows. */
    private record Borrower(String substation, long claim) {}

    /** Somebody's last word, and since when its request is known. */
    private record Heard(FeederRow row, Instant asked) {
        Borrower borrower() {
            return new Borrower(row.substation(), row.claim());
        }
    }

    /** The last loan from a lender, for as long as it may be used. */
    private record Borrowed(Loan loan, Instant until) {}

    private final FeederSettings settings;
    private final long claim;
    private final Map<String, Heard> others = new TreeMap<>();
    private final List<Lent> lent = new ArrayList<>();
    /** By lender. */
    private final Map<String, Borrowed> borrowed = new TreeMap<>();
    /** By lender, the number up to which its loans are not used any more. */
    private final Map<String, Long> released = new TreeMap<>();

    private final NavigableMap<Long, Instant> requests = new TreeMap<>();
    /** Loans that the journal does not have yet, so that nobody may hear of them. */
    private final Set<Long> unstored = new HashSet<>();
    /** The last request of each borrower that was answered. */
    private final Map<Borrower, Long> answered = new HashMap<>();
    /** What a borrower is to have, where that is more than it has and room must be made for it. */
    private final Map<Borrower, Double> planned = new HashMap<>();

    private double wantedWatts;
    private double claimedWatts;
    private long loans;
    private long version;
    private boolean isChanged = true;

    /** One that has lent nothing, of an owner under a claim. */
    public FeederShare(FeederSettings settings, long claim) {
        this.settings = settings;
        this.claim = claim;
        this.loans = claim << NUMBER_BITS;
    }

    /** A loan that an earlier owner has written down: it may be in use for a term from now on. */
    public void inherit(Loan loan, Instant now) {
        count(loan, now);
    }

    /**
     * What the others have said, in any order and as often as they like.
     *
     * @throws IllegalArgumentException if it is of a substation that has no right
     */
    public void hear(FeederRow row, Instant now) {
        if (!settings.rightsWatts().containsKey(row.substation())) {
            throw new IllegalArgumentException(row.substation() + " does not share this feeder");
        }
        Heard known = others.get(row.substation());
        if (row.substation().equals(settings.substation()) || (known != null && !row.isNewerThan(known.row()))) {
            return;
        }
        Instant asked = known != null && known.row().isSameRequestAs(row) ? known.asked() : now;
        others.put(row.substation(), new Heard(row, asked));
        row.loans().forEach(loan -> borrow(row.substation(), loan));
        long returned = row.released().getOrDefault(settings.substation(), 0L);
        var borrower = new Borrower(row.substation(), row.claim());
        isChanged |= lent.removeIf(
                one -> one.loan().number() <= returned && borrower(one.loan()).equals(borrower));
    }

    /** The last loan of each lender holds: one before it was for less or more, and is let go. */
    private void borrow(String lender, Loan loan) {
        Instant asked = requests.get(loan.request());
        Borrowed before = borrowed.get(lender);
        boolean isNews = before == null || before.loan().number() < loan.number();
        boolean isOurs = loan.borrower().equals(settings.substation()) && loan.claim() == claim;
        boolean isPossible = loan.watts() <= settings.rightsWatts().getOrDefault(lender, 0.0);
        if (isOurs && isPossible && isNews && asked != null && loan.number() > released.getOrDefault(lender, 0L)) {
            Duration lasts = loan.lasts().compareTo(settings.term()) < 0 ? loan.lasts() : settings.term();
            borrowed.put(lender, new Borrowed(loan, asked.plus(settings.paced(lasts))));
        }
    }

    /** How much it could use in all, if nothing but its own network limited it. */
    public void want(double watts, Instant now) {
        double before = missingWatts();
        wantedWatts = watts;
        double missing = missingWatts();
        boolean isDue = requests.isEmpty()
                || !now.isBefore(requests.lastEntry().getValue().plus(settings.paced(settings.renewal())));
        boolean asks = missing >= NOTHING_WATTS || before >= NOTHING_WATTS;
        if (requests.isEmpty() || (asks && isDue)) {
            ask(now);
        }
        isChanged |= isDue && Math.abs(spareWatts() - claimedWatts) >= NOTHING_WATTS;
    }

    private void ask(Instant now) {
        requests.headMap(oldestOfUse(now)).clear();
        requests.put(requests.isEmpty() ? 1 : requests.lastKey() + 1, now);
        isChanged = true;
    }

    private long oldestOfUse(Instant now) {
        Instant begin = now.minus(settings.paced(settings.term()));
        return requests.entrySet().stream()
                .filter(request -> request.getValue().isAfter(begin))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(requests.isEmpty() ? 0L : requests.lastKey());
    }

    /** What it may use of a limit of its own: now, and at every time from now on if nothing more is heard. */
    public LimitProfile limit(LimitProfile own, Instant now) {
        forget(now);
        double right = settings.ownWatts() - reservedWatts();
        var ends = new TreeSet<Instant>();
        borrowed.values().forEach(one -> ends.add(one.until()));
        ends.add(Instant.MAX);
        LimitProfile result = own;
        Instant from = Instant.MIN;
        for (Instant until : ends) {
            double watts = right + borrowedWatts(from.isBefore(now) ? now : from);
            result = result.capped(Math.max(0, watts), from, until);
            from = until;
        }
        return result;
    }

    /** What is lent now, the most that each borrower may use of it. */
    public double lentWatts(Instant now) {
        forget(now);
        return sum(counted());
    }

    /** What is borrowed at a time, as far as is known, and wanted. */
    public double borrowedWatts(Instant at) {
        return missingWatts() < NOTHING_WATTS
                ? 0
                : borrowed.values().stream()
                        .filter(one -> at.isBefore(one.until()))
                        .mapToDouble(one -> one.loan().watts())
                        .sum();
    }

    /**
     * Lends what it can spare to those who ask, and lets go of what it does not use. Where that is more than before, its own
     * {@link #limit} falls first; the loan is made, or let go, when what counts has followed.
     *
     * @param countedWatts the most that its connectors may be using from now on, whatever they were told
     * @return loans to be written down; they count from now on, and nobody hears of them before they are {@link #stored}
     */
    public List<Loan> settle(double countedWatts, Instant now) {
        forget(now);
        Map<Borrower, Double> counted = counted();
        Map<Borrower, Double> targets = targets(counted, now);
        planned.clear();
        targets.forEach((borrower, watts) -> {
            if (watts > counted.getOrDefault(borrower, 0.0)) {
                planned.put(borrower, watts);
            }
        });
        if (countedWatts <= settings.ownWatts() - reservedWatts() + borrowedWatts(now)) {
            release();
        }
        boolean hasRoom = countedWatts <= settings.ownWatts() - reservedWatts();
        List<Loan> made = new ArrayList<>();
        targets.forEach((borrower, watts) -> {
            Heard other = others.get(borrower.substation());
            if (other != null && (hasRoom || !planned.containsKey(borrower))) {
                long number = loans + made.size() + 1;
                made.add(new Loan(
                        number,
                        borrower.substation(),
                        borrower.claim(),
                        other.row().request(),
                        watts,
                        settings.term()));
            }
        });
        for (Loan loan : made) {
            planned.remove(borrower(loan));
            unstored.add(loan.number());
            count(loan, now);
        }
        return made;
    }

    /** All loans but the last of each lender, and that as well if it is not wanted. */
    private void release() {
        boolean isWanted = missingWatts() >= NOTHING_WATTS;
        borrowed.forEach((lender, one) -> {
            long upTo = isWanted ? one.loan().number() - 1 : one.loan().number();
            isChanged |= upTo > released.getOrDefault(lender, 0L);
            released.merge(lender, upTo, Math::max);
        });
        if (!isWanted) {
            borrowed.clear();
        }
    }

    /** An owner that may not decide lends nothing more, and makes no room for it. */
    public void holdOnly() {
        planned.clear();
    }

    /** A loan is in the journal: the borrower may hear of it. */
    public void stored(Loan loan) {
        isChanged |= unstored.remove(loan.number());
    }

    /** Its row, if that has changed since it was last asked for. */
    public Optional<FeederRow> row(Instant now) {
        if (!isChanged) {
            return Optional.empty();
        }
        isChanged = false;
        forget(now);
        claimedWatts = spareWatts();
        List<Loan> said = lent.stream()
                .map(Lent::loan)
                .filter(loan -> !unstored.contains(loan.number()))
                .toList();
        return Optional.of(new FeederRow(
                settings.substation(),
                claim,
                ++version,
                latestRequest(),
                missingWatts(),
                claimedWatts,
                said,
                released));
    }

    /** The number of the last request; 0 before the first. */
    long latestRequest() {
        return requests.isEmpty() ? 0 : requests.lastKey();
    }

    private double missingWatts() {
        return Math.max(0, wantedWatts - settings.ownWatts());
    }

    private double spareWatts() {
        return Math.max(0, settings.ownWatts() - (1 + RESERVE) * wantedWatts);
    }

    /** For each unanswered request: its part of what is spare here, and of what it wants, as much as is spare here of all. */
    private Map<Borrower, Double> targets(Map<Borrower, Double> counted, Instant now) {
        double wanted = 0;
        double spare = spareWatts();
        for (Heard other : others.values()) {
            wanted += asks(other, now) ? other.row().wantedWatts() : 0;
            spare += other.row().spareWatts();
        }
        Map<Borrower, Double> targets = new LinkedHashMap<>();
        for (Heard other : others.values()) {
            FeederRow row = other.row();
            boolean isOpen = answered.getOrDefault(other.borrower(), 0L) < row.request();
            if (isOpen && asks(other, now)) {
                double part =
                        spareWatts() < NOTHING_WATTS ? 0 : spareWatts() * row.wantedWatts() / Math.max(wanted, spare);
                if (part >= NOTHING_WATTS || counted.containsKey(other.borrower())) {
                    targets.put(other.borrower(), part);
                }
            }
        }
        return targets;
    }

    /** Whether somebody wants something, and has said so lately. */
    private boolean asks(Heard other, Instant now) {
        return other.row().wantedWatts() >= NOTHING_WATTS
                && now.isBefore(other.asked().plus(settings.paced(settings.term())));
    }

    /** What own use leaves alone: what is lent, and what is to be. */
    private double reservedWatts() {
        Map<Borrower, Double> reserved = counted();
        planned.forEach((borrower, watts) -> reserved.merge(borrower, watts, Math::max));
        return sum(reserved);
    }

    /** Owners of the same borrower may use their loans side by side: one that is cut off does not know that it has a successor. */
    private Map<Borrower, Double> counted() {
        Map<Borrower, Double> counted = new HashMap<>();
        lent.forEach(one -> counted.merge(borrower(one.loan()), one.loan().watts(), Math::max));
        return counted;
    }

    private static Borrower borrower(Loan loan) {
        return new Borrower(loan.borrower(), loan.claim());
    }

    private static double sum(Map<?, Double> watts) {
        return watts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private void count(Loan loan, Instant now) {
        loans = Math.max(loans, loan.number());
        answered.merge(borrower(loan), loan.request(), Math::max);
        lent.add(new Lent(loan, now.plus(settings.paced(loan.lasts().plus(settings.skew())))));
    }

    private void forget(Instant now) {
        isChanged |= lent.removeIf(one -> !now.isBefore(one.until()));
        borrowed.values().removeIf(one -> !now.isBefore(one.until()));
    }

    /** Loans that count, for a book of all that there is. */
    public List<Loan> loans(Instant now) {
        forget(now);
        return lent.stream().map(Lent::loan).toList();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "%s under claim %d, lent %s, borrowed %s".formatted(settings.substation(), claim, lent, borrowed);
    }
}
