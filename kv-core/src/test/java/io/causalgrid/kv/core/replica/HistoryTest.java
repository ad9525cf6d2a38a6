package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE0;
import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NODE2;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.simulation.SimulatedState;
import io.causalgrid.kv.core.simulation.StateVault;
import io.causalgrid.kv.core.state.StateBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Site site = new Site(1 << 20);
    private final Transaction theirs = transaction(NODE1, 1, NOTHING, put("x", "theirs"));

    @Test
    void aReaderGetsWhatHeHasNotSeenWithThePointBehindIt() {
        Transaction ours = site.write(put("x", "1"));
        site.replica.deliver(theirs);
        site.run();
        Transaction alsoOurs = site.write(put("x", "2"));
        var reader = new Reader();

        History history = open(ours.vector(), reader).orElseThrow();
        history.request(100);

        assertThat(reader.changes).extracting(History.Change::transaction).containsExactly(theirs, alsoOurs);
        assertThat(reader.changes.getFirst().after().position()).isEqualTo(2);
        assertThat(reader.changes.getFirst().after().applied())
                .isEqualTo(ours.vector().merge(theirs.vector()));
        assertThat(reader.reached).isEqualTo(site.state.point().log());
        history.cancel();
    }

    @Test
    void nothingIsSentUnasked() {
        site.write(put("x", "1"));
        var reader = new Reader();

        History history = open(NOTHING, reader).orElseThrow();
        assertThat(reader.changes).isEmpty();
        history.request(1);
        site.write(put("x", "2"));
        assertThat(reader.changes).hasSize(1);
        history.request(1);

        assertThat(reader.dots()).containsExactly(new Dot(NODE0, 1), new Dot(NODE0, 2));
        history.cancel();
    }

    @Test
    void aReaderForWhomTheLogIsTooShortIsTold() {
        for (int i = 0; i < 40; i++) {
            site.write(put("x", "some text that fills a segment " + i));
        }
        site.persist();
        site.replica.maintain(site.state.point().applied());
        site.run();
        assertThat(site.log.start()).isGreaterThan(1);

        assertThat(open(NOTHING, new Reader())).isEmpty();
        assertThat(open(site.state.point().applied(), new Reader())).isPresent();
    }

    @Test
    void aSnapshotThatBringsWhatTheLogDoesNotContainEndsIt() {
        var reader = new Reader();
        History history = open(NOTHING, reader).orElseThrow();
        history.request(100);

        install(theirs);

        assertThat(reader.changes).isEmpty();
        assertThat(reader.ended).hasMessageContaining("snapshot");
        assertThat(open(NOTHING, new Reader())).isEmpty();
    }

    @Test
    void aSnapshotOfWhatTheReaderHasSeenDoesNotDisturbHim() {
        install(theirs);
        Transaction ours = site.write(put("x", "ours"));
        var reader = new Reader();

        History history = open(theirs.vector(), reader).orElseThrow();
        history.request(100);

        assertThat(reader.changes).extracting(History.Change::transaction).containsExactly(ours);
        assertThat(reader.ended).isNull();
        history.cancel();
    }

    private Optional<History> open(VersionVector seen, Reader reader) {
        return site.replica.openHistory(seen, Runnable::run, reader);
    }

    private void install(Transaction covered) {
        SimulatedState theirState = SimulatedState.open(new StateVault(), NODE2, Runnable::run);
        StateBatch batch = theirState.begin();
        batch.apply(new LogPoint(1, NODE2, covered.vector(), covered.timestamp()), covered);
        theirState.commit(batch);
        site.vault.stage("snapshot", theirState);
        var _ = site.replica.install("snapshot", theirState.point().log());
        site.run();
    }

    private static final class Reader implements History.Sink {
        private final List<History.Change> changes = new ArrayList<>();
        private @Nullable LogPoint reached;
        private @Nullable RuntimeException ended;

        @Override
        public void accept(List<History.Change> batch, LogPoint point) {
            changes.addAll(batch);
            reached = point;
        }

        @Override
        public void ended(RuntimeException cause) {
            ended = cause;
        }

        private List<Dot> dots() {
            return changes.stream().map(change -> change.transaction().dot()).toList();
        }
    }
}
