package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What other substations say of keys, and whether that still counts. A confirmed session counts for ever. A reservation
 * counts until what was read of it has stayed the same for as long as it lasts and clocks may differ, by our own clock since
 * we saw it first: by then its owner cannot confirm it any more. Confined to one thread.
 */
final class KeyDuty {
    /** More than keys are looked up in the time that a reservation lasts; only a bound. */
    private static final int SEEN_MAX = 100_000;

    /**
     * What a substation said later comes after what it said earlier: its sessions' ids grow, also from owner to owner. A majority
     * may still show what was replaced, and what an owner wrote that was fenced by then.
     */
    private static final Comparator<KeyFinding> SAID = Comparator.comparing(
                    (KeyFinding finding) -> finding.record().sessionId())
            .thenComparingLong(finding -> finding.record().number())
            .thenComparing(finding -> finding.record().state());

    private record Seen(Instant first, Instant forgetAt) {}

    private final String substation;
    private final Duration skew;
    private final Map<String, Seen> seen = new HashMap<>();

    KeyDuty(String substation, Duration skew) {
        this.substation = substation;
        this.skew = skew;
    }

    /** What to say to someone who asks with this key, if another substation has it. */
    Optional<Reply> rival(List<KeyFinding> findings, ChargeOrder order, Instant now) {
        Optional<Reply> reservation = Optional.empty();
        for (KeyFinding finding : lastWords(findings)) {
            KeyRecord record = finding.record();
            if (record.substation().equals(substation) || !counts(finding, now)) {
                continue;
            }
            if (!record.order().equals(order)) {
                return Optional.of(new Reply.KeyReused());
            }
            if (record.state() != State.RESERVED) {
                return Optional.of(new Reply.Elsewhere(record));
            }
            reservation = Optional.of(new Reply.UnderWay(record.substation()));
        }
        return reservation;
    }

    /** The number of what is made for the key next. */
    static long next(List<KeyFinding> findings) {
        return 1
                + findings.stream()
                        .mapToLong(finding -> finding.record().number())
                        .max()
                        .orElse(0);
    }

    /** The number of what this substation has said last; 0 if nothing. */
    long number(List<KeyFinding> findings) {
        return own(findings).map(KeyRecord::number).orElse(0L);
    }

    /** Whether this substation has said no more than that the key is reserved. */
    boolean isOnlyReserved(List<KeyFinding> findings) {
        return own(findings).filter(record -> record.state() == State.RESERVED).isPresent();
    }

    private Optional<KeyRecord> own(List<KeyFinding> findings) {
        return lastWords(findings).stream()
                .map(KeyFinding::record)
                .filter(record -> record.substation().equals(substation))
                .findFirst();
    }

    /** What each substation said last. */
    private static Collection<KeyFinding> lastWords(List<KeyFinding> findings) {
        Map<String, KeyFinding> last = new LinkedHashMap<>();
        findings.forEach(finding -> last.merge(finding.record().substation(), finding, BinaryOperator.maxBy(SAID)));
        return last.values();
    }

    /** Whether a session of ours with that number is the key's one session, and no other can be; empty if that is open. */
    Optional<Boolean> stands(List<KeyFinding> findings, long number, Instant now) {
        boolean isOpen = false;
        for (KeyFinding finding : lastWords(findings)) {
            KeyRecord record = finding.record();
            boolean isHigher = !record.substation().equals(substation) && record.number() > number;
            if (isHigher && record.state() != State.RESERVED) {
                return Optional.of(false);
            }
            isOpen |= isHigher && counts(finding, now);
        }
        return isOpen ? Optional.empty() : Optional.of(true);
    }

    private boolean counts(KeyFinding finding, Instant now) {
        if (finding.record().state() != State.RESERVED) {
            return true;
        }
        Duration lasts = finding.record().lasts().plus(skew);
        if (seen.size() >= SEEN_MAX) {
            seen.values().removeIf(entry -> entry.forgetAt().isBefore(now));
        }
        Seen entry = seen.computeIfAbsent(finding.version(), _ -> new Seen(now, now.plus(lasts.multipliedBy(2))));
        return now.isBefore(entry.first().plus(lasts));
    }
}
