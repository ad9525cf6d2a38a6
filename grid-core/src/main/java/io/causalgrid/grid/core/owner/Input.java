package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.plant.PlantEvent;
import io.causalgrid.grid.core.session.ChargeOrder;
import java.util.List;
import java.util.Map;

/** Something that has arrived at an owner. What is asked has a number, which its answer bears. */
public sealed interface Input {
    /** Word of what decisions rest on: the journal and the claim. It is heard before all else. */
    sealed interface Footing extends Input {}

    /** Something that wants an answer. */
    sealed interface Ask extends Input {
        long ask();
    }

    /** What a plant has said. */
    static Input of(PlantEvent event) {
        return switch (event) {
            case PlantEvent.Metered(int connector, double wattHours, double amps) ->
                new Metered(connector, wattHours, amps);
            case PlantEvent.Confirmed(int connector, long order) -> new OrderConfirmed(connector, order);
            case PlantEvent.Refused(int connector, long order) -> new OrderRefused(connector, order);
        };
    }

    /**
     * Keep a connector for an order.
     *
     * @param keyIsNew the key was made just now, so that nobody can have seen it before
     */
    record Reserve(long ask, Attempt attempt, boolean keyIsNew, ChargeOrder order) implements Ask {}

    /** Make a reservation a session. */
    record Confirm(long ask, String sessionId) implements Ask {}

    /** Give back what this attempt has reserved. */
    record GiveBack(long ask, Attempt attempt) implements Ask {}

    /** End a session. */
    record Stop(long ask, String sessionId) implements Ask {}

    /** Keys that were to be looked up have been read at a majority, with all that stands there of each. */
    record KeysRead(long lookUp, Map<String, List<KeyFinding>> findings) implements Input {}

    /** Keys that were to be looked up could not be read. */
    record KeysNotRead(long lookUp) implements Input {}

    /** The journal has a batch, safely. */
    record Stored(long batch) implements Footing {}

    /** The journal does not have a batch yet, and goes on trying. */
    record NotStored(long batch) implements Footing {}

    /** The claim on the substation is known to stand so. */
    record Master(Mastery mastery) implements Footing {}

    /** A charge point has taken an order. */
    record OrderConfirmed(int connector, long order) implements Input {}

    /** A charge point has refused an order. */
    record OrderRefused(int connector, long order) implements Input {}

    /**
     * What a connector's meter says.
     *
     * @param wattHours delivered since it said something last
     * @param amps that the vehicle draws now
     */
    record Metered(int connector, double wattHours, double amps) implements Input {}

    /** What another substation says that hangs on the same feeder. */
    record FeederHeard(FeederRow row) implements Input {}

    /** It is time to look again. */
    record Tick() implements Input {}
}
