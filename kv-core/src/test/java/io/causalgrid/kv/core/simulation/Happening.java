package io.causalgrid.kv.core.simulation;

import java.util.Locale;

/** What can happen in a simulation. Something that never happens is not tested, so over a normal run all of them must. */
enum Happening {
    WRITE,
    DELIVERY,
    BUFFERED,
    DUPLICATE,
    NO_ROOM,
    MESSAGE_DROPPED,
    MESSAGE_DUPLICATED,
    MESSAGE_CUT_OFF,
    LINK_CUT,
    CLOCK_SET,
    CLOCK_AHEAD,
    SIBLING,
    VERSION_EXPIRED,
    CONDITION_HELD,
    CONDITION_FAILED,
    WRITE_REFUSED,
    CRASH_AT_ANY_TIME,
    CRASH_AT_DISK_OPERATION,
    CRASH_WHILE_STARTING,
    GOOD_END,
    TORN_TAIL_CUT,
    DISK_LOST,
    LOG_LOST,
    BACKUP_RESTORED,
    BACKUP_RESTORED_SILENTLY,
    FORGOTTEN_WRITES_NOTICED,
    DISK_FULL,
    SYNC_FAILED,
    WRITE_TO_DISK_FAILED,
    STATE_FAILED,
    START_FAILED,
    IMPORTS_LOST,
    INCARNATION,
    TRUNCATION,
    FEED_ENDED,
    SNAPSHOT_NEEDED,
    SNAPSHOT_INSTALLED,
    SNAPSHOT_RESUMED_BY_READER,
    SNAPSHOT_RESUMED_BY_SENDER,
    JOIN,
    LEAVE,
    REPLACEMENT,
    ACKNOWLEDGED_WRITE_LOST_WITH_ITS_DISK,
    INTERVAL_MODE_RUN,
    SESSION_READ,
    SESSION_WRITE,
    SESSION_WRITE_OF_UNKNOWN_OUTCOME,
    SESSION_WAIT_GIVEN_UP,
    HISTORY_CHECKED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
