package io.causalgrid.kv.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Merging two registers must give what folding all transactions gives that led to either. */
class RegisterMergeTest {
    private static final List<SiteId> SITES = List.of(new SiteId("a", "1"), new SiteId("b", "1"), new SiteId("c", "1"));

    @Test
    void aMergeHoldsWhatASiteHoldsThatHasSeenBoth() {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            var sites = new Cluster(random);
            Holder one = sites.any();
            Holder other = sites.any();
            Holder third = sites.any();

            Holder merged = one.merge(other);

            assertThat(merged.register()).as("seed %d", seed).isEqualTo(sites.folded(merged.seen()));
            assertThat(other.merge(one)).isEqualTo(merged);
            assertThat(merged.merge(third)).isEqualTo(one.merge(other.merge(third)));
            assertThat(merged.merge(one)).isEqualTo(merged);
            assertThat(one.merge(one)).isEqualTo(one);
        }
    }

    private record Holder(Register register, VersionVector seen) {
        Holder after(Transaction transaction) {
            return new Holder(
                    register.after(transaction, transaction.mutations().getFirst()), seen.with(transaction.dot()));
        }

        Holder merge(Holder other) {
            return new Holder(register.merge(seen, other.register, other.seen), seen.merge(other.seen));
        }
    }

    /** Three sites that write one key and send each other what they have, in causal order. */
    private static final class Cluster {
        private final Random random;
        private final List<Transaction> written = new ArrayList<>();
        private final List<Holder> holders = new ArrayList<>();

        Cluster(Random random) {
            this.random = random;
            SITES.forEach(_ -> holders.add(new Holder(Register.EMPTY, VersionVector.empty())));
            for (int left = random.nextInt(25); left > 0; left--) {
                int site = random.nextInt(SITES.size());
                if (random.nextBoolean()) {
                    write(site);
                } else {
                    deliver(site);
                }
            }
        }

        Holder any() {
            return holders.get(random.nextInt(holders.size()));
        }

        /** By the definition: everything in the vector, in an order in which causes come first. */
        Register folded(VersionVector vector) {
            var holder = new Holder(Register.EMPTY, VersionVector.empty());
            for (Transaction transaction : written) {
                if (vector.contains(transaction.dot())) {
                    holder = holder.after(transaction);
                }
            }
            return holder.register();
        }

        private void write(int site) {
            Holder holder = holders.get(site);
            Dot dot = holder.seen().next(SITES.get(site));
            var timestamp = new HybridTimestamp(written.size() + 1L);
            var transaction = new Transaction(dot, holder.seen(), timestamp, List.of(mutation(holder)));
            written.add(transaction);
            holders.set(site, holder.after(transaction));
        }

        private Mutation mutation(Holder holder) {
            var dots = new HashSet<Dot>();
            holder.register().versions().forEach(version -> dots.add(version.dot()));
            dots.removeIf(_ -> random.nextBoolean());
            Replaces replaces = random.nextBoolean() ? Replaces.ALL_SEEN : new Replaces.Only(dots);
            return random.nextInt(3) == 0
                    ? new Mutation.Delete("x", replaces)
                    : new Mutation.Put("x", Value.text("v" + written.size()), replaces, null);
        }

        private void deliver(int site) {
            Holder holder = holders.get(site);
            written.stream()
                    .filter(transaction -> transaction.isNextAfter(holder.seen()))
                    .findFirst()
                    .ifPresent(transaction -> holders.set(site, holder.after(transaction)));
        }
    }
}
