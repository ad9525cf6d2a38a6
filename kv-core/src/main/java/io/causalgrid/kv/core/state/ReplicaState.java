package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.KeyRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps the materialised data of one site. One thread, the owner, changes it; any thread reads. What {@link #point} says is
 * there to be read; what is read may be newer than that, and {@link #shown} covers it.
 *
 * <p>What may be lost in a crash: the newest batches, and always whole ones from the end. The log has their records, and
 * folding it again from {@code point().position()} brings them back. What may not: anything up to
 * {@link #durablePosition}.
 */
public interface ReplicaState extends AutoCloseable {
    /** The key that no client can name; it holds the cluster's membership. */
    String SYSTEM_KEY = "";

    /**
     * The versions of a key, {@link Register#EMPTY} if it has none. May wait for the disk.
     *
     * @throws StateException if the disk fails
     */
    Register read(String key);

    /**
     * Looks at the data as they are at one point, whatever is committed meanwhile. May wait for the disk.
     *
     * @param look uses the view, and does not keep it
     * @throws StateException if the disk fails
     */
    <T> T view(Function<View, T> look);

    /**
     * The names and registers of a range, at one point.
     *
     * @param limit how many at the most
     * @throws StateException if the disk fails
     */
    default List<KeyedRegister> scan(KeyRange range, int limit) {
        return view(view -> {
            var page = new ArrayList<KeyedRegister>();
            view.walk(range, entry -> page.size() < limit && page.add(entry));
            return page;
        });
    }

    /** How far this state has come: all of that can be read. */
    StatePoint point();

    /** Covers all that has ever been read, at the time of the call: for telling a reader what it has seen. */
    VersionVector shown();

    /** A new, empty batch on top of what was committed. */
    default StateBatch begin() {
        return new StateBatch(point(), this::read);
    }

    /**
     * Takes a batch that was begun after the last one was committed.
     *
     * @throws StateException if the disk fails; {@link #recover} must then come next
     */
    void commit(StateBatch batch);

    /**
     * After a {@link StateException}: gets the state going again, perhaps at an earlier point, but not before
     * {@link #durablePosition}. On the owner's thread.
     *
     * @throws StateException if the disk still fails
     */
    void recover();

    /**
     * Joins a received snapshot with the data, register by register, as {@link Register#merge} says. The new state is
     * durable as a whole, or not there at all. Between the call and its completion the owner changes nothing.
     *
     * @param after where the log function stands after the installation
     * @param snapshot the name under which it was put aside
     * @return completes, on any thread, when the new state is readable, exceptionally with {@link StateException}; then
     *     nothing has changed
     */
    CompletionStage<Void> install(LogPoint after, String snapshot);

    /** The points of the log from which others can be served; has the point at which this state was opened. Owner only. */
    PointIndex points();

    /** Forgets the points before that log position. */
    void dropPointsBefore(long position);

    /**
     * Removes versions whose time has come, as many as that. On the owner's thread.
     *
     * @throws StateException if the disk fails
     */
    void purge(Instant now, int versionsMax);

    /** Up to which log position this state would survive a crash. */
    long durablePosition();

    /** Begins to make durable what was committed, if there is much of it. Returns at once. */
    void persist();

    /** Makes durable what was committed. */
    @Override
    void close();

    /** The data at one point. Its methods throw {@link StateException} if the disk fails. */
    interface View {
        /** That point. */
        StatePoint point();

        /** The versions of a key, {@link Register#EMPTY} if it has none. */
        Register read(String key);

        /**
         * Hands out the registers of a range in their order, without {@link #SYSTEM_KEY}.
         *
         * @param visitor says whether it wants another one
         */
        void walk(KeyRange range, Predicate<KeyedRegister> visitor);
    }

    /** A key with its register. */
    record KeyedRegister(String key, Register register) {}
}
