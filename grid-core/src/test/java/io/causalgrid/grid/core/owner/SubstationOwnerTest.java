package io.causalgrid.grid.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.owner.KeyRecord.State;
import io.causalgrid.grid.core.owner.Reply.Why;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubstationOwnerTest {
    private static final ChargeOrder OTHER_ORDER = new ChargeOrder("8", 5_000.0, null, null);

    private final Rig rig = new Rig(true);

    @Test
    void nobodyHearsOfAReservationBeforeTheJournalHasItAndTheKeyIsKnownToBeFree() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        assertThat(rig.replyIfAny(ask)).isNull();
        assertThat(rig.batches.getLast().keys().get("k"))
                .hasValueSatisfying(record -> assertThat(record.state()).isEqualTo(State.RESERVED));

        rig.stored();
        assertThat(rig.replyIfAny(ask)).isNull();
        assertThat(rig.isReading()).isTrue();
        assertThat(rig.shown).isEmpty();

        rig.read();
        assertThat(rig.reply(ask)).isInstanceOf(Reply.Reserved.class);
        rig.pass(Duration.ofMillis(1));
        assertThat(rig.shown).isNotEmpty();
    }

    @Test
    void aKeyThatMayHaveBeenSeenIsReadBeforeAnythingIsReserved() {
        long ask = rig.reserve("k", "first");

        assertThat(rig.isReading()).isTrue();
        assertThat(rig.owner.ledger().activeSessions()).isZero();
        rig.read(elsewhere(State.CONFIRMED));

        assertThat(rig.reply(ask)).isInstanceOf(Reply.Elsewhere.class);
        assertThat(rig.owner.ledger().activeSessions()).isZero();
    }

    @Test
    void whoFindsARivalWithdrawsAndLeavesNothing() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        rig.stored();
        rig.read(elsewhere(State.RESERVED));

        assertThat(rig.reply(ask)).isEqualTo(new Reply.UnderWay("south"));
        assertThat(rig.owner.ledger().activeSessions()).isZero();
        assertThat(rig.batches.getLast().keys().get("k")).isEqualTo(Optional.empty());
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.shown).isEmpty();
    }

    @Test
    void aReservationElsewhereCountsUntilItCannotBeConfirmedAnyMore() {
        KeyFinding rival = elsewhere(State.RESERVED);
        long early = rig.reserve("k", "first");
        rig.read(rival);
        assertThat(rig.reply(early)).isEqualTo(new Reply.UnderWay("south"));

        rig.pass(Rig.RESERVED.plus(Rig.SKEW).minusMillis(1));
        long soon = rig.reserve("k", "second");
        rig.read(rival);
        assertThat(rig.reply(soon)).isEqualTo(new Reply.UnderWay("south"));

        rig.pass(Duration.ofMillis(1));
        long late = rig.reserve("k", "third");
        rig.read(rival);
        rig.stored();
        rig.read(rival);
        assertThat(rig.reply(late)).isInstanceOf(Reply.Reserved.class);
    }

    @Test
    void aKeyWithAnotherOrderElsewhereIsReused() {
        long ask = rig.reserve("k", "first", false, OTHER_ORDER);
        rig.read(elsewhere(State.ENDED));

        assertThat(rig.reply(ask)).isEqualTo(new Reply.KeyReused());
    }

    @Test
    void aSessionChargesOnceTheJournalHasItsConfirmationAndThenItsPower() {
        String id = rig.charging("k");
        assertThat(rig.owner.session(id)).isInstanceOf(Session.Charging.class);
        assertThat(rig.orders).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.batches.getLast().events()).hasAtLeastOneElementOfType(OwnerEvent.Allowed.class);
        assertThat(rig.orders).isEmpty();
        rig.stored();

        assertThat(rig.orders).extracting(Order::amps).containsExactly(32.0);
    }

    @Test
    void aRepeatedKeyIsToldWhatItsSessionIsNow() {
        String id = rig.charging("k");
        long again = rig.reserve("k", "second");
        assertThat(rig.reply(again)).isInstanceOfSatisfying(Reply.Here.class, here -> assertThat(here.session())
                .isInstanceOf(Session.Charging.class));

        rig.stop(id);
        rig.stored();
        long later = rig.reserve("k", "third");

        assertThat(rig.reply(later)).isInstanceOfSatisfying(Reply.Here.class, here -> assertThat(here.session())
                .isInstanceOf(Session.Ended.class));
        assertThat(rig.reply(rig.reserve("k", "fourth", false, OTHER_ORDER))).isEqualTo(new Reply.KeyReused());
    }

    @Test
    void aConfirmationThatTheJournalHasTooLateIsTakenBack() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        rig.stored();
        rig.read();
        String id = ((Reply.Reserved) rig.reply(ask)).terms().id();
        long confirm = rig.confirm(id);
        rig.pass(Rig.RESERVED);
        assertThat(rig.reply(confirm)).isEqualTo(new Reply.Unavailable(Why.IN_DOUBT));

        rig.stored();

        assertThat(rig.owner.session(id))
                .isInstanceOfSatisfying(Session.Ended.class, ended -> assertThat(ended.because())
                        .isEqualTo(EndReason.TAKEN_BACK));
        assertThat(rig.owner.takenBack()).isEqualTo(1);
        assertThat(rig.orders).isEmpty();
    }

    @Test
    void aConfirmationInDoubtCountsIfTheJournalHasItInTime() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        rig.stored();
        rig.read();
        long confirm = rig.confirm(((Reply.Reserved) rig.reply(ask)).terms().id());
        rig.notStored();
        assertThat(rig.reply(confirm)).isEqualTo(new Reply.Unavailable(Why.IN_DOUBT));

        rig.stored();

        assertThat(rig.reply(rig.reserve("k", "second"))).isInstanceOf(Reply.Here.class);
    }

    @Test
    void whatTheJournalDoesNotTakeIsTakenBackByAnEventOfItsOwn() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        rig.notStored();
        assertThat(rig.reply(ask)).isEqualTo(new Reply.Unavailable(Why.NOT_STORED));
        assertThat(rig.owner.ledger().activeSessions()).isZero();

        rig.stored();

        var successor = new Rig(true, rig.left());
        assertThat(successor.owner.ledger().activeSessions()).isZero();
        assertThat(successor.owner.ledger().version())
                .isEqualTo(rig.owner.ledger().version());
    }

    @Test
    void anOwnerWithoutMajorityEndsButNeitherAdmitsNorRaises() {
        String id = rig.charging("k");
        rig.round(new Input.Master(new Mastery.Alone(1)));
        assertThat(rig.reply(rig.reserve("other", "first"))).isEqualTo(new Reply.Unavailable(Why.NO_MAJORITY));
        assertThat(rig.reply(rig.reserve("k", "second"))).isEqualTo(new Reply.Unavailable(Why.NO_MAJORITY));

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.orders).isEmpty();
        long stop = rig.stop(id);
        rig.pass(Rig.PATIENCE);
        assertThat(rig.reply(stop)).isEqualTo(new Reply.Done(true, false));
        assertThat(rig.owner.session(id)).isInstanceOf(Session.Ended.class);

        rig.round(new Input.Master(rig.holding()));
        rig.stored();
        assertThat(new Rig(true, rig.left()).owner.ledger().activeSessions()).isZero();
    }

    @Test
    void aClaimThatRunsOutEndsTheRightToDecideByItself() {
        rig.round(new Input.Master(new Mastery.Holding(1, rig.now.steady().plusSeconds(5))));

        rig.pass(Duration.ofSeconds(5));

        assertThat(rig.reply(rig.reserve("k", "first"))).isEqualTo(new Reply.Unavailable(Why.NO_MAJORITY));
    }

    @Test
    void aSuccessorKnowsTheMostThatChargePointsMayHaveBeenTold() {
        rig.charging("k");
        rig.pass(Duration.ofSeconds(1));
        rig.stored();
        var successor = new Rig(true, rig.left());
        successor.orders.clear();

        String second = successor.charging("other");
        successor.pass(Duration.ofSeconds(1));

        assertThat(successor.owner.grant(second))
                .hasValueSatisfying(grant -> assertThat(grant.amps()).isLessThanOrEqualTo(16));
        assertThat(successor.owner.ledger().charging()).hasSize(2);
    }

    @Test
    void reservationsEndWhenAnotherTakesOver() {
        long ask = rig.reserve("k", "first", true, Rig.ORDER);
        rig.stored();
        rig.read();
        String id = ((Reply.Reserved) rig.reply(ask)).terms().id();

        var successor = new Rig(true, rig.left());

        assertThat(successor.reply(successor.confirm(id))).isEqualTo(new Reply.Gone());
        assertThat(successor.owner.ledger().activeSessions()).isZero();
    }

    @Test
    void energyIsKeptOverATakeOverAndNeverCountedTwice() {
        String id = rig.charging("k");
        for (int second = 0; second < 20; second++) {
            rig.round(new Input.Metered(0, 2, 32));
            rig.pass(Duration.ofSeconds(1));
            rig.stored();
        }
        assertThat(energy(rig, id)).isEqualTo(40);
        double written = energy(new Rig(true, rig.left()), id);
        assertThat(written).isBetween(28.0, 40.0);

        rig.stop(id);
        rig.stored();

        assertThat(energy(rig, id)).isEqualTo(40);
        assertThat(new Rig(true, rig.left()).owner.deliveredWattHours()).isEqualTo(40);
    }

    @Test
    void aSessionEndsWhenItHasItsEnergyOrItsTimeHasCome() {
        String served = rig.charging("served");
        String departed = rig.charging("departed");
        rig.round(new Input.Metered(0, 20_000, 32));
        rig.pass(Duration.ofSeconds(1));
        rig.stored();
        assertThat(rig.owner.session(served))
                .isInstanceOfSatisfying(Session.Ended.class, ended -> assertThat(ended.because())
                        .isEqualTo(EndReason.SERVED));

        rig.pass(Duration.ofHours(4));

        assertThat(rig.owner.session(departed)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.DEPARTED);
            assertThat(ended.history().getLast().at()).isEqualTo(Rig.NOW.plus(Duration.ofHours(4)));
        });
        assertThat(rig.shown).contains(served, departed);
    }

    private static double energy(Rig rig, String id) {
        return Optional.ofNullable(rig.owner.session(id)).orElseThrow().deliveredWattHours();
    }

    private static KeyFinding elsewhere(State state) {
        return new KeyFinding(
                new KeyRecord("k", "south", "south-1-00000001", 1, state, Rig.ORDER, Rig.RESERVED), "node1~1:7");
    }
}
