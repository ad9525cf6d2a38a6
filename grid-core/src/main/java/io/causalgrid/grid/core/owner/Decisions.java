package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.plant.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What comes out of a round.
 *
 * @param batch to be written; never more than one is under way
 * @param orders to be sent now, in this order
 * @param answers to be given now
 * @param lookUp keys to be read at a majority
 * @param changed sessions whose view is another one than before, and may be shown
 * @param feederRow what is to be said from now on to those that hang on the same feeder
 * @param wakeAt when there is something to do, if nothing arrives before, by the steady clock
 */
public record Decisions(
        Optional<Batch> batch,
        List<Order> orders,
        List<Answer> answers,
        Optional<LookUp> lookUp,
        Set<String> changed,
        Optional<FeederRow> feederRow,
        Optional<Instant> wakeAt) {
    /** An answer to something that was asked. */
    public record Answer(long ask, Reply reply) {}

    /** Keys whose records are to be read; the reading must begin after this was said. */
    public record LookUp(long number, Set<String> keys) {}
}
