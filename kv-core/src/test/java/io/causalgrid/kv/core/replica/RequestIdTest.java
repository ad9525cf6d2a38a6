package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.done;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    private static final String COUNTER = StoreKeys.ofCounter("visits");
    private static final Optional<String> NOWHERE = Optional.empty();

    private Site site = new Site(1 << 20);

    @Test
    void aRepetitionGivesTheFirstAnswer() {
        var first = add("r1", 5, NOWHERE);
        Transaction written = site.written(first);
        site.written(add("r2", 1, NOWHERE));

        assertThat(done(add("r1", 5, NOWHERE))).isEqualTo(new WriteOutcome.Repeated(written.dot(), List.of(5L)));
        assertThat(site.replica.state().point().applied().get(Site.NODE0)).isEqualTo(2);
    }

    @Test
    void aRequestOutlivesACrash() {
        Transaction written = site.written(add("r1", 5, NOWHERE));

        site = site.restarted();
        site.run();

        assertThat(done(add("r1", 5, NOWHERE))).isEqualTo(new WriteOutcome.Repeated(written.dot(), List.of(5L)));
    }

    @Test
    void aRepetitionWhileTheFirstIsUnderWayIsRefused() {
        var first = add("r1", 5, NOWHERE);

        assertThat(done(add("r1", 5, NOWHERE))).isInstanceOf(WriteOutcome.UnderWay.class);
        assertThat(site.written(first)).isNotNull();
    }

    @Test
    void anotherRequestUnderTheSameIdIsRefused() {
        site.written(add("r1", 5, NOWHERE));

        assertThat(done(add("r1", 6, NOWHERE))).isInstanceOf(WriteOutcome.IdReused.class);
    }

    @Test
    void aRefusedWriteIsNotRemembered() {
        var request = new WriteRequest(
                List.of(put("x", "A")), List.of(), List.of(new Condition.Present("x")), id("r1", "x=A", NOWHERE));
        assertThat(done(site.replica.write(request))).isInstanceOf(WriteOutcome.ConditionFailed.class);

        site.write(put("x", "B"));

        assertThat(site.written(site.replica.write(request))).isNotNull();
    }

    @Test
    void afterItsTimeARequestIsForgotten() {
        site.written(add("r1", 5, NOWHERE));

        site.now = site.now.plus(RequestId.RETENTION);

        assertThat(site.written(add("r1", 5, NOWHERE))).isNotNull();
    }

    @Test
    void anIncrementTriedAtAnotherSiteIsRefusedUntilThatIsKnown() {
        var elsewhere = Optional.of(NODE1.toString());
        assertThat(done(add("r1", 5, elsewhere))).isEqualTo(new WriteOutcome.NotRepeatable(NODE1.toString()));

        var id = new RequestId("r1", "add 5", NOWHERE);
        Transaction first = transaction(NODE1, 1, NOTHING, put("y", "A"), id.keep(List.of(5L), site.now));
        site.replica.deliver(first);
        site.run();

        assertThat(done(add("r1", 5, elsewhere))).isEqualTo(new WriteOutcome.Repeated(first.dot(), List.of(5L)));
    }

    @Test
    void anIncrementTriedHereUnderAnotherIncarnationIsRefused() {
        assertThat(done(add("r1", 5, Optional.of("node0~earlier")))).isInstanceOf(WriteOutcome.NotRepeatable.class);
        assertThat(site.written(add("r1", 5, Optional.of(Site.NODE0.toString()))))
                .isNotNull();
    }

    @Test
    void aValueWrittenAtTwoSitesForOneRequestShowsAsOne() {
        site.replica.deliver(transaction(NODE1, 1, NOTHING, put("x", "A")));
        site.run();
        VersionVector seen = site.replica.state().point().applied();
        Transaction repeated = transaction(Site.NODE2, 1, NOTHING, put("x", "A"));
        site.replica.deliver(repeated);
        site.run();

        assertThat(seen.contains(repeated.dot())).isFalse();
        assertThat(site.replica.state().read("x").versions()).hasSize(2);
        assertThat(site.replica.state().read("x").distinct())
                .extracting(Version::dot)
                .containsExactly(repeated.dot());
    }

    @Test
    void requestsAreKeptForAQuarterOfAnHour() {
        assertThat(RequestId.RETENTION).isEqualTo(Duration.ofMinutes(15)); // as the reference says
    }

    private CompletionStage<WriteOutcome> add(String id, long delta, Optional<String> firstSite) {
        var increment = new WriteRequest.Increment(COUNTER, delta);
        return site.replica.write(
                new WriteRequest(List.of(), List.of(increment), List.of(), id(id, "add " + delta, firstSite)));
    }

    private static Optional<RequestId> id(String id, String fingerprint, Optional<String> firstSite) {
        return Optional.of(new RequestId(id, fingerprint, firstSite));
    }
}
