package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.done;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandDeliveryTest {
    private static final List<String> MEMBERS = List.of("node0", "node1", "node2");

    private final Site site = new Site(8 << 20);
    private final Replica replica = site.replica;

    @Test
    void theyWaitForTheirCausesAndCountInTheArrays() {
        var second = replica.deliverByHand(byHand(1, List.of(0L, 2L, 0L), "y"));
        assertThat(done(second)).isEqualTo(Delivery.BUFFERED);

        var first = replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "x"));
        site.run();

        assertThat(done(first)).isEqualTo(Delivery.DELIVERED);
        assertThat(replica.bufferSize()).isZero();
        assertThat(site.text("x")).isEqualTo("x");
        assertThat(site.text("y")).isEqualTo("y");
        assertThat(replica.state().point().applied().totals(MEMBERS)).containsExactly(0L, 2L, 0L);
        assertThat(done(replica.deliverByHand(byHand(1, List.of(0L, 2L, 0L), "y"))))
                .isEqualTo(Delivery.DUPLICATE);
    }

    @Test
    void thoseThatWaitTakeNoMoreMemoryThanAllowed() {
        String large = "v".repeat(1 << 20);
        var first = byHand(1, List.of(0L, 1L, 0L), "x");
        var second = byHand(1, List.of(0L, 2L, 0L), large);
        var third = byHand(1, List.of(0L, 3L, 0L), large);

        assertThat(done(replica.deliverByHand(second))).isEqualTo(Delivery.BUFFERED);
        assertThat(done(replica.deliverByHand(third))).isEqualTo(Delivery.NO_ROOM);
        var _ = replica.deliverByHand(first);
        site.run();
        var again = replica.deliverByHand(third);
        site.run();
        assertThat(done(again)).isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void theyNeverTakeADotOfTheMemberItself() {
        var _ = replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "by hand"));
        site.run();

        assertThat(replica.deliver(transaction(NODE1, 1, NOTHING, put("z", "real"))))
                .isEqualTo(Delivery.DELIVERED);
        site.run();

        assertThat(site.text("z")).isEqualTo("real");
        assertThat(site.text("by hand")).isEqualTo("by hand");
    }

    @Test
    void oneInOurOwnNameIsADuplicateOrUnknown() {
        site.write(put("x", "A"));

        assertThat(done(replica.deliverByHand(byHand(0, List.of(1L, 0L, 0L), "x"))))
                .isEqualTo(Delivery.DUPLICATE);
        assertThat(done(replica.deliverByHand(byHand(0, List.of(2L, 0L, 0L), "x"))))
                .isEqualTo(Delivery.UNKNOWN_OWN);
    }

    @Test
    void oneThatIsConcurrentWithALocalWriteBecomesItsSibling() {
        site.write(put("x", "ours"));

        var _ = replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "x"));
        site.run();

        assertThat(replica.state().read("x").versions()).hasSize(2);
    }

    private static HandDelivery byHand(int sender, List<Long> clock, String key) {
        return new HandDelivery(MEMBERS, sender, clock, put(key, key));
    }
}
