package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.feeder.FeederShare;
import io.causalgrid.grid.core.feeder.Loan;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.LimitProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of an owner's rounds that deals with the feeder it shares. Loans are written down first, and said when the journal has
 * them. Confined to one thread.
 */
final class FeederDuty {
    private record Unsaid(long position, Loan loan) {}

    private final FeederShare share;
    private final String limit;
    private final JournalQueue journal;
    private final PowerRounds power;
    /** Of the limit, if nothing were shared. */
    private final LimitProfile own;

    private final List<Loan> inherited = new ArrayList<>();
    private List<Unsaid> unsaid = new ArrayList<>();

    FeederDuty(SharedLimit shared, JournalQueue journal, PowerRounds power) {
        this.share = shared.share();
        this.limit = shared.limit();
        this.journal = journal;
        this.power = power;
        this.own = power.profile(limit);
    }

    /** From an earlier owner's journal. */
    void inherit(Loan loan) {
        inherited.add(loan);
    }

    /** All of the journal has been read. */
    void takeOver(Moment now) {
        inherited.forEach(loan -> share.inherit(loan, now.simulated()));
        inherited.clear();
        power.bound(limit, share.limit(own, now.simulated()));
    }

    void hear(FeederRow row, Moment now) {
        share.hear(row, now.simulated());
    }

    /** Asks, lends and lets go, and has power divided within what is left. */
    void look(boolean mayDecide, Moment now) {
        share.want(Math.min(power.wantedWatts(), own.at(now.simulated())), now.simulated());
        if (mayDecide) {
            for (Loan loan : share.settle(power.countedWatts(now), now.simulated())) {
                journal.append(new OwnerEvent.Lent(now, loan));
                unsaid.add(new Unsaid(journal.position(), loan));
            }
        } else {
            share.holdOnly();
        }
        power.bound(limit, share.limit(own, now.simulated()));
    }

    /** What may be used now. */
    double watts(Moment now) {
        return share.limit(own, now.simulated()).at(now.simulated());
    }

    double lentWatts(Moment now) {
        return share.lentWatts(now.simulated());
    }

    double borrowedWatts(Moment now) {
        return share.borrowedWatts(now.simulated());
    }

    /** What is to be said from now on, if that has changed. */
    Optional<FeederRow> takeRow(Moment now) {
        List<Unsaid> waiting = new ArrayList<>();
        for (Unsaid one : unsaid) {
            if (journal.isStored(one.position())) {
                share.stored(one.loan());
            } else {
                waiting.add(one);
            }
        }
        unsaid = waiting;
        return share.row(now.simulated());
    }

    /** The events that make it again. */
    List<OwnerEvent> written(Moment now) {
        List<OwnerEvent> events = new ArrayList<>();
        share.loans(now.simulated()).forEach(loan -> events.add(new OwnerEvent.Lent(now, loan)));
        return events;
    }
}
