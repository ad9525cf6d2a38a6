package io.causalgrid.kv.core.membership;

import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.ByteWriter;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All members there ever were, in the order in which they joined. Concurrent changes merge name by name: the entry with
 * the higher revision counts, and of two with the same one the departure; so all sites arrive at the same members, in
 * the same order, however they learn of the changes.
 *
 * @param entries in order, no name twice
 */
public record Membership(List<Entry> entries) {
    /** The most members that a cluster has at a time. */
    public static final int MEMBERS_MAX = 16;

    private static final String CONTENT_TYPE = "application/vnd.causalgrid.members";
    private static final int FORMAT = 1;
    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::ordinal).thenComparing(Entry::name);
    private static final Comparator<Entry> PRECEDENCE = Comparator.comparingLong(Entry::revision)
            .thenComparing(entry -> !entry.present())
            .thenComparing(Entry::url)
            .thenComparingLong(Entry::ordinal);

    /**
     * One name.
     *
     * @param ordinal its place among the members
     * @param revision how often the entry has changed
     * @param present false when the member has left
     */
    public record Entry(String name, URI url, long ordinal, long revision, boolean present) {}

    public Membership {
        entries = entries.stream().sorted(ORDER).toList();
    }

    /**
     * The members at first, as they are configured.
     *
     * @throws IllegalArgumentException if a name appears twice
     */
    public static Membership of(List<Member> members) {
        var entries = new ArrayList<Entry>();
        for (Member member : members) {
            if (entries.stream().anyMatch(entry -> entry.name().equals(member.name()))) {
                throw new IllegalArgumentException("a member is named twice: " + member.name());
            }
            entries.add(new Entry(member.name(), member.url(), entries.size(), 0, true));
        }
        return new Membership(entries);
    }

    /** Those who belong to the cluster now. */
    public List<Member> members() {
        return entries.stream()
                .filter(Entry::present)
                .map(entry -> new Member(entry.name(), entry.url()))
                .toList();
    }

    /** The names of those who belong to the cluster now. */
    public List<String> names() {
        return entries.stream().filter(Entry::present).map(Entry::name).toList();
    }

    /** The member of that name, if it belongs to the cluster now. */
    public Optional<Member> member(String name) {
        return members().stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** Whether somebody of that name belongs or once belonged to the cluster. */
    public boolean knows(String name) {
        return entry(name).isPresent();
    }

    /** With a member more, or with a new address for one; one that comes back gets its old place. */
    public Membership with(Member member) {
        long last = entries.isEmpty() ? -1 : entries.getLast().ordinal();
        return changed(entry(member.name())
                .map(entry -> new Entry(entry.name(), member.url(), entry.ordinal(), entry.revision() + 1, true))
                .orElseGet(() -> new Entry(member.name(), member.url(), last + 1, 1, true)));
    }

    /** With a member less. */
    public Membership without(String name) {
        return entry(name)
                .map(entry ->
                        changed(new Entry(entry.name(), entry.url(), entry.ordinal(), entry.revision() + 1, false)))
                .orElse(this);
    }

    /** What those agree on who know this membership and those who know the other. */
    public Membership merge(Membership other) {
        var merged = new TreeMap<String, Entry>();
        entries.forEach(entry -> merged.put(entry.name(), entry));
        other.entries.forEach(entry -> merged.merge(
                entry.name(), entry, (mine, theirs) -> PRECEDENCE.compare(mine, theirs) >= 0 ? mine : theirs));
        return new Membership(List.copyOf(merged.values()));
    }

    /** The form in which it is stored. */
    public Value toValue() {
        var out = new ByteWriter().putByte(FORMAT).putUnsigned(entries.size());
        for (Entry entry : entries) {
            out.putText(entry.name()).putText(entry.url().toString()).putUnsigned(entry.ordinal());
            out.putUnsigned(entry.revision()).putByte(entry.present() ? 1 : 0);
        }
        return Value.of(CONTENT_TYPE, out.toBytes());
    }

    /**
     * Reads what {@link #toValue} wrote.
     *
     * @throws CorruptRecordException if it is not a membership
     */
    public static Membership fromValue(Value value) {
        var in = new ByteReader(value.bytes());
        if (in.getByte() != FORMAT) {
            throw new CorruptRecordException("unknown form of a membership");
        }
        var entries = new ArrayList<Entry>();
        try {
            for (int left = in.getCount(); left > 0; left--) {
                String name = in.getText();
                URI url = URI.create(in.getText());
                entries.add(new Entry(name, url, in.getUnsigned(), in.getUnsigned(), in.getByte() == 1));
            }
            in.expectEnd();
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException("a field of the membership is out of range", e);
        }
        return new Membership(entries);
    }

    private Optional<Entry> entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private Membership changed(Entry changed) {
        var kept = new ArrayList<>(entries);
        kept.removeIf(entry -> entry.name().equals(changed.name()));
        kept.add(changed);
        return new Membership(kept);
    }
}
