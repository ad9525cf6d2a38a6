package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE0;
import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.Transaction;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncarnationTest {
    private static final SiteId RENEWED = new SiteId("node0", "b");

    private final Site site = new Site(1 << 20);
    private final Replica replica = site.replica;

    @Test
    void writesBehindTheRecordBearTheNewName() {
        site.write(put("x", "A"));

        var renewed = replica.openIncarnation("b");
        var next = replica.write(WriteRequest.of(put("x", "B")));

        assertThat(replica.self()).isEqualTo(RENEWED);
        assertThat(site.written(next).dot()).isEqualTo(new Dot(RENEWED, 1));
        assertThat(site.written(next).dependencies()).isEqualTo(NOTHING.with(new Dot(NODE0, 1)));
        assertThat(Site.done(renewed).self()).isEqualTo(RENEWED);
    }

    @Test
    void itOutlivesTheProcess() {
        var _ = replica.openIncarnation("b");
        site.run();

        Site again = site.restarted();
        again.run();

        assertThat(again.write(put("x", "A")).dot()).isEqualTo(new Dot(RENEWED, 1));
    }

    @Test
    void whatTheSiteHadForgottenIsWelcomeThen() {
        Transaction forgotten = transaction(NODE0, 1, NOTHING, put("x", "forgotten"));
        assertThat(replica.deliver(forgotten)).isEqualTo(Delivery.UNKNOWN_OWN);

        var _ = replica.openIncarnation("b");
        assertThat(replica.deliver(forgotten)).isEqualTo(Delivery.DELIVERED);
        site.run();

        assertThat(site.text("x")).isEqualTo("forgotten");
    }

    @Test
    void othersGetTheWritesUnderTheirNames() {
        site.write(put("x", "A"));
        var _ = replica.openIncarnation("b");
        site.write(put("x", "B"));
        replica.deliver(transaction(NODE1, 1, NOTHING, put("y", "C")));
        site.run();

        assertThat(site.fed(NOTHING, Set.of()))
                .containsExactly(new Dot(NODE0, 1), new Dot(RENEWED, 1), new Dot(NODE1, 1));
    }
}
